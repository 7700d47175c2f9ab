#include "features/streaming/desk.h"

#include <arpa/inet.h>

#include <algorithm>

namespace skein::streaming {
namespace {

/// One customer of an IPv6 provider has a /64 at least.
std::string counted_address(std::string const& address) {
    std::array<char, 16> bytes{};
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    return {bytes.data(), 8};
}

}  // namespace

/// Open sockets by account and by address; places keep it, so that it may outlive the desk.
struct Desk::Counts {
    std::mutex mutex;
    std::unordered_map<AccountId, std::int64_t> by_account;
    std::unordered_map<std::string, std::int64_t> by_address;

    struct Place {
        std::shared_ptr<Counts> counts;
        AccountId account;
        std::string address;
        Place(std::shared_ptr<Counts> of, AccountId who, std::string from)
            : counts(std::move(of)), account(who), address(std::move(from)) {}
        Place(Place const&) = delete;
        Place& operator=(Place const&) = delete;
        ~Place() {
            std::lock_guard const lock(counts->mutex);
            give_back(counts->by_account, account);
            if (!address.empty()) give_back(counts->by_address, address);
        }
    };
    static void give_back(auto& counts, auto const& key) {
        auto const at = counts.find(key);
        if (at != counts.end() && --at->second == 0) counts.erase(at);
    }
};

void Seat::send(Frames& frames) const {
    auto& session = *socket->session;
    // A reader too slow for its queue is closed by it, and leaves the desk when its connection
    // ends.
    (void)session.send(frames.of(session.is_websocket(), label));
}

Desk::Desk() : counts_(std::make_shared<Counts>()) {}
Desk::~Desk() = default;

void Desk::set_limits(StreamingConfig const& config) { limits_ = config; }

std::shared_ptr<void> Desk::take_place(AccountId account, std::string const& address) {
    auto const from = address.empty() ? std::string() : counted_address(address);
    {
        std::lock_guard const lock(counts_->mutex);
        auto& of_account = counts_->by_account[account];
        if (of_account >= limits_.sockets_per_account_max) return nullptr;
        if (!from.empty()) {
            auto& of_address = counts_->by_address[from];
            if (of_address >= limits_.sockets_per_address_max) {
                if (of_account == 0) counts_->by_account.erase(account);
                return nullptr;
            }
            ++of_address;
        }
        ++of_account;
    }
    return std::make_shared<Counts::Place>(counts_, account, from);
}

std::shared_ptr<Socket> Desk::add(std::shared_ptr<http::StreamSession> session,
                                  Principal const& who, Credential credential,
                                  std::shared_ptr<void> place) {
    auto const socket = std::make_shared<Socket>();
    socket->session = std::move(session);
    socket->credential = std::move(credential);
    socket->who = who;
    socket->place = std::move(place);
    std::lock_guard const lock(mutex_);
    socket->id = ++last_id_;
    sockets_.emplace(socket->id, socket);
    open_.store(sockets_.size(), std::memory_order_relaxed);
    return socket;
}

void Desk::remove(Socket::Id id) {
    std::lock_guard const lock(mutex_);
    auto const at = sockets_.find(id);
    if (at == sockets_.end()) return;
    for (auto const& stream : at->second->streams) leave(*at->second, stream);
    at->second->streams.clear();
    sockets_.erase(at);
    open_.store(sockets_.size(), std::memory_order_relaxed);
}

Desk::Key Desk::key_of(Socket const& socket, Stream const& stream) {
    switch (stream.kind) {
        case StreamKind::user:
        case StreamKind::user_notification:
        case StreamKind::direct: return {socket.who.account.value, {}};
        case StreamKind::list: return {stream.list, {}};
        default: return {0, stream.tag};
    }
}

Desk::Seated Desk::subscribe(Socket::Id id, Stream const& stream) {
    std::lock_guard const lock(mutex_);
    auto const at = sockets_.find(id);
    if (at == sockets_.end()) return Seated::gone;
    auto& socket = *at->second;
    if (std::ranges::any_of(socket.streams, [&](auto const& one) { return one.same_as(stream); }))
        return Seated::already;
    if (std::ssize(socket.streams) >= limits_.subscriptions_per_socket_max) return Seated::too_many;
    socket.streams.push_back(stream);
    room(stream.kind)[key_of(socket, stream)].push_back({at->second, stream.label});
    return Seated::now;
}

void Desk::unsubscribe(Socket::Id id, Stream const& stream) {
    std::lock_guard const lock(mutex_);
    auto const at = sockets_.find(id);
    if (at == sockets_.end()) return;
    auto& socket = *at->second;
    if (std::erase_if(socket.streams, [&](auto const& one) { return one.same_as(stream); }) != 0)
        leave(socket, stream);
}

void Desk::leave(Socket const& socket, Stream const& stream) {
    auto& of_kind = room(stream.kind);
    auto const at = of_kind.find(key_of(socket, stream));
    if (at == of_kind.end()) return;
    auto& seats = at->second;
    auto const seat = std::ranges::find(seats, socket.id, [](auto& one) { return one.socket->id; });
    if (seat == seats.end()) return;
    std::swap(*seat, seats.back());
    seats.pop_back();
    if (seats.empty()) of_kind.erase(at);
}

bool Desk::has(StreamKind kind) const {
    std::lock_guard const lock(mutex_);
    return !room(kind).empty();
}

std::vector<Seat> Desk::find_seats(StreamKind kind, Key const& key) const {
    std::lock_guard const lock(mutex_);
    auto const at = room(kind).find(key);
    return at == room(kind).end() ? std::vector<Seat>{} : at->second;
}

std::vector<Seat> Desk::seats(StreamKind kind) const { return find_seats(kind, {}); }
std::vector<Seat> Desk::seats(StreamKind kind, std::int64_t number) const {
    return find_seats(kind, {number, {}});
}
std::vector<Seat> Desk::seats(StreamKind kind, std::string const& tag) const {
    return find_seats(kind, {0, tag});
}

std::vector<std::int64_t> Desk::numbers(StreamKind kind) const {
    std::lock_guard const lock(mutex_);
    std::vector<std::int64_t> numbers;
    numbers.reserve(room(kind).size());
    for (auto const& [key, seats] : room(kind)) numbers.push_back(key.number);
    return numbers;
}

std::vector<Seat> Desk::all_seats(StreamKind kind) const {
    std::lock_guard const lock(mutex_);
    std::vector<Seat> all;
    for (auto const& [key, seats] : room(kind)) all.insert(all.end(), seats.begin(), seats.end());
    return all;
}

std::shared_ptr<Socket> Desk::find(Socket::Id id) const {
    std::lock_guard const lock(mutex_);
    auto const at = sockets_.find(id);
    return at == sockets_.end() ? nullptr : at->second;
}

std::vector<std::shared_ptr<Socket>> Desk::all() const {
    std::lock_guard const lock(mutex_);
    std::vector<std::shared_ptr<Socket>> all;
    all.reserve(sockets_.size());
    for (auto const& [id, socket] : sockets_) all.push_back(socket);
    return all;
}

std::vector<Socket::Id> Desk::ids() const {
    std::lock_guard const lock(mutex_);
    std::vector<Socket::Id> ids;
    ids.reserve(sockets_.size());
    for (auto const& [id, socket] : sockets_) ids.push_back(id);
    return ids;
}

}  // namespace skein::streaming

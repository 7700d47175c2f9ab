#include "features/media/download.h"

#include "base/numbers.h"
#include "base/url.h"
#include "features/media/config.h"
#include "platform/http/spool.h"
#include "social/domains.h"
#include "social/instance.h"

namespace skein::media {
namespace {

constexpr std::uint64_t piece_bytes = 4 << 20;
/// What a server that knows no ranges may send at once.
constexpr std::uint64_t whole_bytes_max = 8 << 20;
constexpr auto piece_time_max = std::chrono::seconds(15);
constexpr auto picture_time_max = std::chrono::seconds(20),
               playing_time_max = std::chrono::seconds(60);
constexpr int redirects_max = 3;

bool is_playable(social::MediaKind kind) {
    return kind == social::MediaKind::video || kind == social::MediaKind::audio ||
           kind == social::MediaKind::gifv;
}

bool fits(social::MediaKind kind, imaging::FileType type) {
    if (kind == social::MediaKind::image) return imaging::is_picture(type);
    return is_playable(kind) && (imaging::is_video(type) || imaging::is_audio(type));
}

/// `bytes 0-1023/4096`.
struct Piece {
    std::uint64_t first = 0, last = 0, total = 0;
};
std::optional<Piece> read_content_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit)) return std::nullopt;
    text.remove_prefix(unit.size());
    auto const dash = text.find('-'), slash = text.find('/');
    if (dash == std::string_view::npos || slash == std::string_view::npos || dash > slash)
        return std::nullopt;
    auto const first = parse_number<std::uint64_t>(text.substr(0, dash));
    auto const last = parse_number<std::uint64_t>(text.substr(dash + 1, slash - dash - 1));
    auto const total = parse_number<std::uint64_t>(text.substr(slash + 1));
    if (!first || !last || !total || *first > *last || *last >= *total) return std::nullopt;
    return Piece{*first, *last, *total};
}

std::unexpected<Error> refused(http::Answer const& answer) {
    switch (answer.status) {
        case 401:
        case 403:
        case 404: return fail(Errc::not_found, "Record not found");
        case 410: return fail(Errc::gone, "Record not found");
        default: return fail(Errc::remote, "", "a file answered " + std::to_string(answer.status));
    }
}

/// One download on its way.
class Download {
  public:
    Download(Server& server, std::string const& url, social::MediaKind kind)
        : server_(server), url_(url), kind_(kind) {
        auto const pictures = server.settings<social::InstanceConfig>().image_bytes_max;
        auto const playables = server.settings<MediaConfig>().remote_file_bytes_max;
        bytes_max_ = static_cast<std::uint64_t>(is_playable(kind) ? playables : pictures);
        until_ = server.clock().now() +
                 (is_playable(kind) ? Duration(playing_time_max) : Duration(picture_time_max));
    }

    Result<Downloaded> run() {
        TRY(auto writer, http::SpoolWriter::create(server_.config().data_dir + "/spool"));
        auto whole = false;
        while (!whole) {
            TRY(auto const answer, ask(writer.size()));
            TRY(whole, take(answer, writer));
        }
        return Downloaded{std::move(writer).finish(), type_};
    }

  private:
    Result<http::Answer> ask(std::uint64_t from) {
        auto const left = until_ - server_.clock().now();
        if (left <= Duration{}) return fail(Errc::timeout, "", "a file that takes too long");
        http::Outgoing request;
        request.url = url_;
        request.headers.set("Accept", "*/*");
        request.headers.set("Range", fmt::format("bytes={}-{}", from, from + piece_bytes - 1));
        if (from > 0 && !tag_.empty()) request.headers.set("If-Range", tag_);
        request.deadline = std::min(left, Duration(piece_time_max));
        request.body_bytes_max = from == 0 ? std::min(whole_bytes_max, bytes_max_) : piece_bytes;
        request.redirects_max = redirects_max;
        return server_.http().ask(std::move(request));
    }

    /// Is it whole now?
    Result<bool> take(http::Answer const& answer, http::SpoolWriter& writer) {
        auto const from = writer.size();
        if (answer.status != 200 && answer.status != 206) return refused(answer);
        auto const piece = read_content_range(answer.headers.get("Content-Range"));
        if (answer.status == 206 && (!piece || !is_next(*piece, from, answer.body.size())))
            return fail(Errc::remote, "", "another part of a file than asked for");
        if (answer.status == 200 && from > 0)
            return fail(Errc::remote, "", "a file that changed while it was fetched");
        auto const total = answer.status == 206 ? piece->total : answer.body.size();
        if (total > bytes_max_) return fail(Errc::too_large, "", "a file that is too large");
        if (from == 0) TRY_OK(check_first(answer));
        total_ = total;
        TRY_OK(writer.write(answer.body));
        return answer.status == 200 || writer.size() == total;
    }

    /// As much of the same file as was asked for: of small pieces there could be millions.
    bool is_next(Piece const& piece, std::uint64_t from, std::size_t bytes) const {
        auto const size = piece.last - piece.first + 1;
        return piece.first == from && size == bytes && (from == 0 || piece.total == total_) &&
               (size == piece_bytes || piece.last + 1 == piece.total);
    }

    Result<void> check_first(http::Answer const& answer) {
        auto const url = Url::parse(answer.final_url);
        if (url && !accepts_media_of(server_, url->host().str()))
            return fail(Errc::forbidden, "", "media of a rejected domain");
        auto const head = std::string_view(answer.body).substr(0, imaging::sniffed_bytes);
        type_ = imaging::sniff(head);
        if (!fits(kind_, type_)) return fail(Errc::unsupported_media, "", "no file of its kind");
        auto const tag = answer.headers.get("ETag");
        tag_ = tag.starts_with('"') ? std::string(tag) : std::string();
        return {};
    }

    Server& server_;
    std::string const& url_;
    social::MediaKind kind_;
    std::uint64_t bytes_max_ = 0, total_ = 0;
    Time until_;
    imaging::FileType type_{};
    std::string tag_;  // Strong, as If-Range wants it.
};

}  // namespace

Result<Downloaded> download(Server& server, std::string const& url, social::MediaKind kind) {
    return Download(server, url, kind).run();
}

bool accepts_media_of(Server& server, std::string_view host) {
    auto const verdict = server.part<social::DomainBook>().verdict(host);
    return !verdict.refused() && !verdict.reject_media;
}

}  // namespace skein::media

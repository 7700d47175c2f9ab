// One HTTP/1.1 connection: reads a request, has it answered, sends the answer, and again.
//
//     reading ──complete──▶ handling ──answer──▶ writing ──sent──▶ reading
//        │                                          │
//        └──refused──▶ writing ──sent──▶ lingering ─┘ (or gone; or handed over to a stream)
//
// 1. One request at a time: pipelined ones wait in the socket, so answers keep their order.
// 2. While it handles, nothing is read: a sender cannot fill our memory.
// 3. Every state but `handling` has a deadline; that one is bounded by the lanes.
// 4. An idle connection holds no buffer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/loop.h"
#include "platform/http/reply_writer.h"
#include "platform/http/request_reader.h"
#include "platform/http/service.h"

namespace skein::http {

class Connection final : public Peer {
  public:
    /// Puts an accepted socket into a loop; on the loop's thread.
    static void open(std::shared_ptr<Loop> const& loop, std::shared_ptr<Service> service,
                     int socket, Address peer, Admission::Place place);

    Connection(std::shared_ptr<Loop> const& loop, std::shared_ptr<Service> service, Address peer,
               Admission::Place place);

    void on_readable() override;
    void on_writable() override;
    void on_tick(Moment now) override;
    void on_drain(Moment idle_end) override;
    void on_abort() override { end(); }

    /// The answer to request `number`; late and double ones are dropped.
    void answer(std::uint64_t number, Response response);
    /// The handler let go of request `number` without an answer.
    void answer_missing(std::uint64_t number);

  private:
    enum class State : std::uint8_t { reading, handling, writing, lingering };

    void begin(PeerId id, int socket);
    void take(std::string_view bytes);
    void take_waiting();
    void read_requests(std::string_view& bytes);
    void head_ready();
    void handle();
    void await_more();
    void refuse(Refusal const& refusal);
    void send(Response response);
    void send_stream(Response response);
    void start(Reply reply);
    void write();
    void written();
    void note_done();
    void hand_over();
    void linger();
    void end();
    Response error_response(Error const& error);
    ReplyContext reply_context();

    std::weak_ptr<Loop> const shared_loop_;
    Loop& loop_;
    std::shared_ptr<Service> const service_;
    Address const peer_;
    Admission::Place place_;
    PeerId id_ = 0;
    std::unique_ptr<Watch> watch_;

    State state_ = State::reading;
    Moment deadline_ = Moment::max();
    Moment phase_began_{};
    RequestReader reader_;
    std::string waiting_;  ///< Bytes of the next requests, read while one is handled.
    bool taking_ = false;  ///< `read_requests` runs further up.
    bool ahead_ = false;   ///< More than the request being handled had already come.
    bool draining_ = false;
    std::uint64_t number_ = 0;  ///< Of the request being handled.
    Request asked_;             ///< What is kept of it.
    Moment asked_at_{};
    bool keep_alive_ = true;
    bool http_1_0_ = false;
    std::optional<ReplyWriter> writer_;
    TakeOver take_over_;
};

}  // namespace skein::http

// A server that mails notices, with ann who reads them and bob who causes them; what these tests
// share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/mail_notices/feature.h"
#include "features/mail_notices/notices.h"
#include "features/mail_notices/wishes.h"
#include "social/filters.h"
#include "social/notification_subjects.h"
#include "social/notifications.h"
#include "social/reports.h"
#include "social/users.h"
#include "testing/test_server.h"

namespace skein::mail_notices {

using social::NotificationKind;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Person;
using testing::TestServer;

inline db::Query<std::int64_t> const count_waiting{
    "test.mail_notices.jobs", "SELECT COUNT(*) FROM jobs WHERE name = 'mail.send'"};
inline db::Query<std::int64_t> const count_rows{"test.mail_notices.rows",
                                                "SELECT COUNT(*) FROM mail_notice_wishes"};

class MailNotices : public ::testing::Test {
  protected:
    MailNotices() { server.clock().advance(std::chrono::hours(1)); }

    StatusId mention(Person const& by, std::string const& text, testing::PostOptions options = {}) {
        auto const post = server.post(by, "@ann " + text, options);
        tell(ann, NotificationKind::mention, by, post.id);
        return post.id;
    }
    void tell(Person const& whom, NotificationKind kind, Person const& from,
              std::optional<StatusId> status = {}) {
        server.write(
            [&](db::Tx& tx) { return social::notify(tx, whom.id(), kind, from.id(), status); });
    }
    ReportId report(Person const& whom) {
        server.clock().advance(std::chrono::minutes(1));
        return server.write([&](db::Tx& tx) -> Result<ReportId> {
            social::Report fresh;
            fresh.account_id = bob.id();
            fresh.target_id = ann.id();
            fresh.category = social::ReportCategory::spam;
            fresh.comment = "she sells <b>cans</b>";
            TRY(auto const filed, social::file_report(tx, fresh));
            TRY_OK(social::notify_about(tx, whom.id(), NotificationKind::admin_report, bob.id(),
                                        filed.id.value));
            return filed.id;
        });
    }
    void filter(std::string const& word, social::FilterAction action) {
        server.write([&](db::Tx& tx) {
            social::Filter fresh;
            fresh.account_id = ann.id();
            fresh.title = "about " + word;
            fresh.contexts = social::parse_filter_context("notifications").value();
            fresh.action = action;
            social::KeywordChange const keyword{{}, word, true};
            return social::insert_filter(tx, fresh, std::span(&keyword, 1));
        });
    }
    void pass(Duration time) {
        server.clock().advance(time);
        server.drain();
    }
    /// What is there after the notices have waited.
    std::vector<mail::Message> mails() {
        pass(std::chrono::minutes(6));
        return server.outside().mails();
    }
    void wish(Person const& person, Wishes const& wishes) {
        server.write([&](db::Tx& tx) { return put_wishes(tx, person.user->id, wishes); });
    }
    Wishes wishes_of(Person const& person) {
        return server.read([&](db::Tx& tx) { return load_wishes(tx, person.user->id); });
    }
    void speak(Person const& person, std::string locale) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto user, social::load_user(tx, person.user->id));
            user.locale = std::move(locale);
            return social::update_user(tx, user);
        });
    }
    std::int64_t waiting() {
        return server.read([](db::Tx& tx) { return tx.load(count_waiting); });
    }
    std::int64_t rows() {
        return server.read([](db::Tx& tx) { return tx.load(count_rows); });
    }
    http::Response post(std::string const& path, std::string body = "List-Unsubscribe=One-Click") {
        return server.request(http::Method::post, path, {.body = std::move(body)});
    }
    std::string stop_path(Person const& person, Kind kind) {
        return "/mail/stop/" + sign_stop(server.server().keys(), {person.user->id, kind});
    }

    TestServer server{
        {.features = {{"mailing", social::install_mailing}, {"mail_notices", install}}}};
    Person ann = server.make_account("ann");
    Person bob = server.make_account("bob", {.display_name = "Bob <i>the</i> Builder"});
};

}  // namespace skein::mail_notices

// A longer day with megalodon: every call that it makes and the tests beside it do not. Run by test_javascript.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as megalodon from "megalodon";

const generator = megalodon.default?.default ?? megalodon.default ?? megalodon.generator;
const url = process.env.SKEIN_URL;
const [ann, ben] = ["A", "B"].map((letter) => generator("mastodon", url, process.env[`SKEIN_TOKEN_${letter}`]));
const [annAccount, benAccount] = [(await ann.verifyAccountCredentials()).data, (await ben.verifyAccountCredentials()).data];

const eventually = async (check) => {
  for (let tries = 0; tries < 400; tries++) {
    const value = await check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
};

test("lists", async () => {
  await ann.followAccount(benAccount.id);
  const { data: list } = await ann.createList("Mega");
  await ann.addAccountsToList(list.id, [benAccount.id]);
  assert.equal((await ann.getAccountsInList(list.id)).data[0].id, benAccount.id);
  assert.equal((await ann.getAccountLists(benAccount.id)).data[0].id, list.id);
  const { data: said } = await ben.postStatus("to the list");
  assert.ok(await eventually(async () => (await ann.getListTimeline(list.id)).data.some((post) => post.id === said.id)));
  assert.equal((await ann.updateList(list.id, "Giga")).data.title, "Giga");
  await ann.deleteAccountsFromList(list.id, [benAccount.id]);
  await ann.deleteList(list.id);
  assert.deepEqual((await ann.getLists()).data, []);
});

test("filters of the first version", async () => {
  const { data: filter } = await ann.createFilter("turnip", ["home"], { whole_word: true });
  assert.equal((await ann.getFilter(filter.id)).data.phrase, "turnip");
  assert.equal((await ann.updateFilter(filter.id, "beet", ["home", "thread"])).data.phrase, "beet");
  assert.equal((await ann.getFilters()).data.length, 1);
  await ann.deleteFilter(filter.id);
  assert.deepEqual((await ann.getFilters()).data, []);
});

test("tags, followed and featured", async () => {
  assert.equal((await ann.followTag("mega")).data.following, true);
  assert.equal((await ann.getFollowedTags()).data[0].name, "mega");
  assert.equal((await ann.unfollowTag("mega")).data.following, false);
  assert.equal((await ann.getTag("mega")).data.name, "mega");
  const { data: featured } = await ann.createFeaturedTag("mega");
  assert.equal((await ann.getFeaturedTags()).data[0].name, "mega");
  assert.ok(Array.isArray((await ann.getSuggestedTags()).data));
  await ann.deleteFeaturedTag(featured.id);
});

test("endorsements and bells", async () => {
  assert.equal((await ann.pinAccount(benAccount.id)).data.endorsed, true);
  assert.equal((await ann.getEndorsements()).data[0].id, benAccount.id);
  assert.equal((await ann.unpinAccount(benAccount.id)).data.endorsed, false);
  assert.equal((await ann.subscribeAccount(benAccount.id)).data.notifying, true);
  assert.equal((await ann.unsubscribeAccount(benAccount.id)).data.notifying, false);
  assert.deepEqual((await ann.getIdentityProof(benAccount.id)).data, []);
});

test("conversations", async () => {
  await ben.postStatus(`@${annAccount.acct} in private`, { visibility: "direct" });
  const talk = await eventually(async () => (await ann.getConversationTimeline()).data[0]);
  assert.equal((await ann.readConversation(talk.id)).data.unread, false);
  await ann.deleteConversation(talk.id);
  assert.deepEqual((await ann.getConversationTimeline()).data, []);
});

test("scheduled posts", async () => {
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const { data: waiting } = await ann.postStatus("later", { scheduled_at: at });
  assert.equal((await ann.getScheduledStatus(waiting.id)).data.params.text, "later");
  await ann.scheduleStatus(waiting.id, new Date(Date.now() + 7_200_000).toISOString());
  assert.equal((await ann.getScheduledStatuses()).data.length, 1);
  await ann.cancelScheduledStatus(waiting.id);
  assert.deepEqual((await ann.getScheduledStatuses()).data, []);
});

test("polls", async () => {
  const { data: asked } = await ann.postStatus("Tea?", { poll: { options: ["yes", "no"], expires_in: 3600 } });
  assert.equal((await ben.votePoll(asked.poll.id, [1])).data.voted, true);
  assert.equal((await ann.getPoll(asked.poll.id)).data.votes_count, 1);
});

test("pushes", async () => {
  const p256dh = "BEm_a0bdPDhf0SOsrnB2-ategf1hHoCnpXgQsFj5JCkcoMrMt2WHoPfEYOYPzOIs9mZE8ZUaD7VA5vouy0kEkr8";
  await ann.subscribePushNotification(
    { endpoint: "https://push.example/mega", keys: { p256dh, auth: "eH_C8rq2raXqlcBVDa1gLg" } },
    { alerts: { follow: true, favourite: false, mention: true, reblog: false, poll: false } });
  assert.equal((await ann.getPushSubscription()).data.alerts.follow, true);
  assert.equal((await ann.updatePushSubscription({ alerts: { follow: false } })).data.alerts.follow, false);
  await ann.deletePushSubscription();
});

test("what the server knows", async () => {
  assert.ok(Array.isArray((await ann.getInstancePeers()).data));
  assert.ok((await ann.getInstanceActivity()).data.length > 0);
  assert.ok(Array.isArray((await ann.getInstanceTrends()).data));
  assert.ok(Array.isArray((await ann.getInstanceDirectory()).data));
  assert.ok(Array.isArray((await ann.getInstanceAnnouncements()).data));
  assert.ok(Array.isArray((await ann.getSuggestions()).data));
  assert.ok((await ann.search(benAccount.acct, { type: "accounts" })).data.accounts.length > 0);
});

test("a notification is streamed", async () => {
  const stream = await ann.userStreaming();
  try {
    const heard = new Promise((resolve) => stream.on("notification", resolve));
    let told;
    heard.then((notification) => (told = notification));
    assert.ok(await eventually(async () => {
      if (!told) await ben.postStatus(`@${annAccount.acct} are you there?`);
      await new Promise((resolve) => setTimeout(resolve, 250));
      return told;
    }));
    assert.equal(told.account.id, benAccount.id);
  } finally {
    stream.stop();
  }
});

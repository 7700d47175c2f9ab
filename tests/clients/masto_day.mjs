// A longer day with masto.js, several people and everything it knows. Run by test_javascript.py.
import assert from "node:assert/strict";
import { test } from "node:test";

const { createRestAPIClient, createStreamingAPIClient } = await import(process.env.MASTO);
const url = process.env.SKEIN_URL;
const client = (letter) => createRestAPIClient({ url, accessToken: process.env[`SKEIN_TOKEN_${letter}`] });
const [ann, ben, cleo] = ["A", "B", "C"].map(client);
const accounts = await Promise.all([ann, ben, cleo].map((one) => one.v1.accounts.verifyCredentials()));
const [annId, benId, cleoId] = accounts.map((account) => account.id);
const [annName, benName, cleoName] = accounts.map((account) => account.acct);

const eventually = async (check) => {
  for (let tries = 0; tries < 400; tries++) {
    const value = await check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
};

const streaming = async (letter) => {
  const { configuration } = await ann.v2.instance.fetch();
  return createStreamingAPIClient({
    streamingApiUrl: configuration.urls.streaming, accessToken: process.env[`SKEIN_TOKEN_${letter}`],
  });
};

/// The first event of a subscription that `wanted` likes, while `act` is repeated until it comes.
const hear = async (subscription, wanted, act) => {
  const heard = (async () => {
    for await (const event of subscription) if (wanted(event)) return event;
  })();
  let done = false;
  heard.finally(() => (done = true));
  for (let tries = 0; tries < 40 && !done; tries++) {
    await act();
    await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
  const event = await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 1000))]);
  subscription.unsubscribe();
  return event;
};

test("a list holds who one follows, and shows their posts", async () => {
  await ann.v1.accounts.$select(benId).follow();
  const list = await ann.v1.lists.create({ title: "Close", exclusive: true });
  await ann.v1.lists.$select(list.id).accounts.create({ accountIds: [benId] });
  assert.deepEqual((await ann.v1.lists.$select(list.id).accounts.list()).map((account) => account.id), [benId]);
  const said = await ben.v1.statuses.create({ status: "For the list" });
  assert.ok(await eventually(async () =>
    (await ann.v1.timelines.list.$select(list.id).list()).some((post) => post.id === said.id)));
  assert.deepEqual((await ann.v1.accounts.$select(benId).lists.list()).map((one) => one.id), [list.id]);
  assert.equal((await ann.v1.lists.$select(list.id).update({ title: "Closer" })).title, "Closer");
  await ann.v1.lists.$select(list.id).accounts.remove({ accountIds: [benId] });
  await ann.v1.lists.$select(list.id).remove();
  assert.deepEqual(await ann.v1.lists.list(), []);
});

test("a filter marks what it finds, for its owner alone", async () => {
  const filter = await ann.v2.filters.create({
    title: "Spoilers", context: ["home", "public"], filterAction: "warn",
    keywordsAttributes: [{ keyword: "butler", wholeWord: true }],
  });
  const said = await ben.v1.statuses.create({ status: "It was the butler." });
  const mine = await ann.v1.statuses.$select(said.id).fetch();
  assert.equal(mine.filtered?.[0]?.filter.title, "Spoilers");
  assert.deepEqual(mine.filtered[0].keywordMatches, ["butler"]);
  assert.deepEqual((await cleo.v1.statuses.$select(said.id).fetch()).filtered, []);
  const word = await ann.v2.filters.$select(filter.id).keywords.create({ keyword: "cook", wholeWord: false });
  assert.equal((await ann.v2.filters.keywords.$select(word.id).update({ keyword: "chef" })).keyword, "chef");
  await ann.v2.filters.keywords.$select(word.id).remove();
  const other = await ben.v1.statuses.create({ status: "Nothing to see" });
  const marked = await ann.v2.filters.$select(filter.id).statuses.create({ statusId: other.id });
  assert.equal((await ann.v2.filters.statuses.$select(marked.id).fetch()).statusId, other.id);
  assert.equal((await ann.v2.filters.$select(filter.id).update({ title: "Endings" })).title, "Endings");
  await ann.v2.filters.$select(filter.id).remove();
  assert.deepEqual(await ann.v2.filters.list(), []);
});

test("tags are followed and featured", async () => {
  assert.equal((await ann.v1.tags.$select("weaving").follow()).following, true);
  const said = await cleo.v1.statuses.create({ status: "A new pattern #weaving" });
  assert.ok(await eventually(async () => (await ann.v1.timelines.home.list()).some((post) => post.id === said.id)));
  assert.deepEqual((await ann.v1.followedTags.list()).map((tag) => tag.name), ["weaving"]);
  assert.equal((await ann.v1.tags.$select("weaving").unfollow()).following, false);
  const featured = await cleo.v1.featuredTags.create({ name: "weaving" });
  assert.equal(featured.name, "weaving");
  assert.equal((await ann.v1.accounts.$select(cleoId).featuredTags.list())[0].name, "weaving");
  await cleo.v1.featuredTags.$select(featured.id).remove();
  assert.deepEqual(await cleo.v1.featuredTags.list(), []);
});

test("people are endorsed, noted, and known to those one follows", async () => {
  assert.equal((await ann.v1.accounts.$select(benId).endorse()).endorsed, true);
  assert.deepEqual((await ann.v1.endorsements.list()).map((account) => account.id), [benId]);
  assert.deepEqual((await ann.v1.accounts.$select(annId).endorsements.list()).map((account) => account.id), [benId]);
  assert.equal((await ann.v1.accounts.$select(benId).unendorse()).endorsed, false);
  assert.equal((await ann.v1.accounts.$select(benId).note.create({ comment: "met at sea" })).note, "met at sea");
  await ben.v1.accounts.$select(cleoId).follow();
  const [familiar] = await ann.v1.accounts.familiarFollowers.fetch({ id: [cleoId] });
  assert.deepEqual(familiar.accounts.map((account) => account.id), [benId]);
});

test("a private word is a conversation", async () => {
  await cleo.v1.accounts.$select(benId).follow();
  await ben.v1.statuses.create({ status: `@${cleoName} only for you`, visibility: "direct" });
  const talk = await eventually(async () => (await cleo.v1.conversations.list())[0]);
  assert.equal(talk.unread, true);
  assert.deepEqual(talk.accounts.map((account) => account.id), [benId]);
  assert.equal((await cleo.v1.conversations.$select(talk.id).read()).unread, false);
  await cleo.v1.conversations.$select(talk.id).remove();
  assert.deepEqual(await cleo.v1.conversations.list(), []);
});

test("a post waits for its time, and can be called back", async () => {
  const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
  const waiting = await ann.v1.statuses.create({ status: "Tomorrow", scheduledAt: at(600) });
  assert.equal((await ann.v1.scheduledStatuses.$select(waiting.id).fetch()).params.text, "Tomorrow");
  const later = at(1200);
  const moved = await ann.v1.scheduledStatuses.$select(waiting.id).update({ scheduledAt: later });
  assert.equal(new Date(moved.scheduledAt).getTime(), new Date(later).getTime());
  await ann.v1.scheduledStatuses.$select(waiting.id).remove();
  assert.deepEqual(await ann.v1.scheduledStatuses.list(), []);
});

test("a poll is asked and answered", async () => {
  const asked = await ann.v1.statuses.create({
    status: "Tea?", poll: { options: ["yes", "no"], expiresIn: 3600, hideTotals: true },
  });
  const voted = await ben.v1.polls.$select(asked.poll.id).votes.create({ choices: [0] });
  assert.equal(voted.voted, true);
  assert.deepEqual(voted.ownVotes, [0]);
});

test("notifications come in groups, and strangers' as requests", async () => {
  const said = await ann.v1.statuses.create({ status: "Like me twice" });
  await ben.v1.statuses.$select(said.id).favourite();
  await cleo.v1.statuses.$select(said.id).favourite();
  const group = await eventually(async () => {
    const { notificationGroups } = await ann.v2.notifications.list({ groupedTypes: ["favourite"] });
    return notificationGroups.find((one) => one.statusId === said.id && one.notificationsCount === 2);
  });
  assert.deepEqual([...group.sampleAccountIds].sort(), [benId, cleoId].sort());
  assert.ok((await ann.v2.notifications.unreadCount.fetch()).count > 0);
  const accounts = await ann.v2.notifications.$select(group.groupKey).accounts.fetch();
  assert.equal(accounts.length, 2);
  await ann.v2.notifications.$select(group.groupKey).dismiss();
  const policy = await ann.v2.notifications.policy.update({ forNotFollowing: "filter" });
  assert.equal(policy.forNotFollowing, "filter");
  await cleo.v1.statuses.create({ status: `@${annName} hello, stranger` });
  const request = await eventually(async () => (await ann.v1.notifications.requests.list())[0]);
  assert.equal(request.account.id, cleoId);
  await ann.v1.notifications.requests.$select(request.id).accept();
  assert.ok(await eventually(async () => (await ann.v1.notifications.requests.merged.fetch()).merged));
  assert.ok(await eventually(async () =>
    (await ann.v1.notifications.list({ types: ["mention"] })).some((one) => one.account.id === cleoId)));
  await ann.v2.notifications.policy.update({ forNotFollowing: "accept" });
});

test("posts, edits, deletions and notifications are streamed", async () => {
  const stream = await streaming("A");
  try {
    const said = await hear(stream.user.subscribe(), (event) =>
      event.event === "update" && event.payload.content.includes("live"),
      () => ben.v1.statuses.create({ status: "live from Ben" }));
    assert.equal(said?.payload.account.id, benId);
    const told = await hear(stream.user.notification.subscribe(), (event) => event.event === "notification",
      () => ben.v1.statuses.create({ status: `@${annName} live mention` }));
    assert.equal(told?.payload.type, "mention");
    const tagged = await hear(stream.hashtag.subscribe({ tag: "livetag" }), (event) => event.event === "update",
      () => cleo.v1.statuses.create({ status: "#livetag" }));
    assert.equal(tagged?.payload.tags[0].name, "livetag");
    const changed = await hear(stream.public.local.subscribe(), (event) => event.event === "status.update", async () => {
      const post = await cleo.v1.statuses.create({ status: "befor" });
      await cleo.v1.statuses.$select(post.id).update({ status: "before" });
    });
    assert.ok(changed?.payload.editedAt);
    let post;
    const gone = await hear(stream.public.subscribe(), (event) => event.event === "delete", async () => {
      post = await cleo.v1.statuses.create({ status: "soon gone" });
      await cleo.v1.statuses.$select(post.id).remove();
    });
    assert.match(gone?.payload ?? "", /^\d+$/);
    const direct = await hear(stream.direct.subscribe(), (event) => event.event === "conversation",
      () => ben.v1.statuses.create({ status: `@${annName} live and private`, visibility: "direct" }));
    assert.equal(direct?.payload.lastStatus.account.id, benId);
    const list = await ann.v1.lists.create({ title: "Live" });
    await ann.v1.lists.$select(list.id).accounts.create({ accountIds: [benId] });
    const listed = await hear(stream.list.subscribe({ list: list.id }), (event) => event.event === "update",
      () => ben.v1.statuses.create({ status: "live to the list" }));
    assert.equal(listed?.payload.account.id, benId);
    const filters = await hear(stream.user.subscribe(), (event) => event.event === "filters_changed",
      () => ann.v2.filters.create({ title: "Live", context: ["home"] }));
    assert.ok(filters);
  } finally {
    stream.close();
  }
});

test("a browser subscribes to pushes", async () => {
  const p256dh = "BEm_a0bdPDhf0SOsrnB2-ategf1hHoCnpXgQsFj5JCkcoMrMt2WHoPfEYOYPzOIs9mZE8ZUaD7VA5vouy0kEkr8";
  const made = await ann.v1.push.subscription.create({
    subscription: { endpoint: "https://push.example/abc", keys: { p256dh, auth: "eH_C8rq2raXqlcBVDa1gLg" } },
    data: { alerts: { mention: true } }, policy: "followed",
  });
  assert.equal(made.alerts.mention, true);
  assert.ok(made.serverKey);
  assert.equal((await ann.v1.push.subscription.update({ data: { alerts: { mention: false } } })).alerts.mention, false);
  await ann.v1.push.subscription.remove();
  await assert.rejects(() => ann.v1.push.subscription.fetch(), { statusCode: 404 });
});

test("the profile has an endpoint of its own", async () => {
  const profile = await ben.v1.profile.update({ displayName: "Ben of JS", attributionDomains: ["blog.example"] });
  assert.equal(profile.displayName, "Ben of JS");
  assert.deepEqual((await ben.v1.profile.fetch()).attributionDomains, ["blog.example"]);
});

test("there is something to discover", async () => {
  await ben.v1.accounts.updateCredentials({ discoverable: true });
  assert.ok((await ann.v1.directory.list({ local: true })).some((account) => account.id === benId));
  assert.ok(Array.isArray(await ann.v2.suggestions.list()));
  assert.ok(Array.isArray(await ann.v1.trends.tags.list()));
  assert.ok(Array.isArray(await ann.v1.trends.statuses.list()));
  assert.ok(Array.isArray(await ann.v1.trends.links.list()));
  const found = await ann.v2.search.list({ q: benName, type: "accounts" });
  assert.ok(found.accounts.some((account) => account.id === benId));
});

test("a collection names people worth following", async () => {
  const { collection } = await ann.v1.collections.create({ name: "Weavers", description: "Who weave" });
  const { collectionItem } = await ann.v1.collections.$select(collection.id).items.create({ accountId: benId });
  const shown = await cleo.v1.collections.$select(collection.id).fetch();
  assert.equal(shown.collection.name, "Weavers");
  await ann.v1.collections.$select(collection.id).items.$select(collectionItem.id).remove();
  await ann.v1.collections.$select(collection.id).remove();
  await assert.rejects(() => cleo.v1.collections.$select(collection.id).fetch(), { statusCode: 404 });
});

// megalodon, which looks at NodeInfo before it believes what a server is. Run by test_javascript.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as megalodon from "megalodon";

const generator = megalodon.default?.default ?? megalodon.default ?? megalodon.generator;
const detector = megalodon.detector ?? megalodon.default.detector;
const url = process.env.SKEIN_URL;
const ann = generator("mastodon", url, process.env.SKEIN_TOKEN_A);
const ben = generator("mastodon", url, process.env.SKEIN_TOKEN_B);

test("it takes Skein for a server that speaks Mastodon", async () => {
  assert.equal(await detector(url), "mastodon");
});

test("it registers an app and makes the address to authorise it", async () => {
  const app = await generator("mastodon", url).registerApp("mega", { scopes: ["read", "write", "follow"] });
  assert.ok(app.client_id && app.client_secret && app.url.startsWith(url));
});

test("it knows who it is and what the server is", async () => {
  assert.equal((await ann.verifyAccountCredentials()).data.username, "jsa");
  assert.ok((await ann.getInstance()).data.uri);
  assert.ok(Array.isArray((await ann.getInstanceCustomEmojis()).data));
});

test("it posts, reads and reacts", async () => {
  const { data: status } = await ann.postStatus("From megalodon #mega");
  assert.equal((await ben.favouriteStatus(status.id)).data.favourited, true);
  assert.equal((await ben.reblogStatus(status.id)).data.reblog.id, status.id);
  assert.equal((await ben.bookmarkStatus(status.id)).data.bookmarked, true);
  assert.equal((await ann.getTagTimeline("mega")).data[0].id, status.id);
  assert.ok((await ann.getPublicTimeline()).data.some((post) => post.id === status.id));
  assert.ok((await ann.getAccountStatuses(status.account.id, { limit: 5 })).data.some((post) => post.id === status.id));
  assert.deepEqual((await ben.getStatusContext(status.id)).data.ancestors, []);
});

test("it follows, mutes and blocks", async () => {
  const { data: other } = await ben.verifyAccountCredentials();
  assert.equal((await ann.followAccount(other.id)).data.following, true);
  assert.equal((await ann.muteAccount(other.id, true)).data.muting, true);
  assert.equal((await ann.unmuteAccount(other.id)).data.muting, false);
  assert.equal((await ann.blockAccount(other.id)).data.blocking, true);
  assert.equal((await ann.unblockAccount(other.id)).data.blocking, false);
  assert.equal((await ann.getRelationship(other.id)).data.following, false);
});

// masto.js: `MASTO` names the package. Run by test_javascript.py against a running server.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const { createRestAPIClient } = await import(process.env.MASTO);
const url = process.env.SKEIN_URL;
const ann = createRestAPIClient({ url, accessToken: process.env.SKEIN_TOKEN_A });
const ben = createRestAPIClient({ url, accessToken: process.env.SKEIN_TOKEN_B });
const nobody = createRestAPIClient({ url });

const eventually = async (check) => {
  for (let tries = 0; tries < 200; tries++) {
    const value = await check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
};

test("it reads the instance", async () => {
  const v2 = await nobody.v2.instance.fetch();
  assert.match(v2.version, /^4\.6\.0/);
  assert.ok(v2.configuration.statuses.maxCharacters > 0);
  assert.ok((await nobody.v1.instance.fetch()).uri);
});

test("it registers an app", async () => {
  const app = await nobody.v1.apps.create({ clientName: "js", redirectUris: "https://js.example/", scopes: "read" });
  assert.ok(app.clientId && app.clientSecret);
});

test("it posts, edits, answers and deletes", async () => {
  const status = await ann.v1.statuses.create({ status: "From #masto", visibility: "public" });
  assert.equal(status.tags[0].name, "masto");
  const edited = await ann.v1.statuses.$select(status.id).update({ status: "From masto, better" });
  assert.equal(edited.content, "<p>From masto, better</p>");
  const reply = await ben.v1.statuses.create({ status: "A reply", inReplyToId: status.id });
  const context = await ann.v1.statuses.$select(status.id).context.fetch();
  assert.deepEqual(context.descendants.map((post) => post.id), [reply.id]);
  await ann.v1.statuses.$select(status.id).remove();
  await assert.rejects(() => nobody.v1.statuses.$select(status.id).fetch(), { statusCode: 404 });
});

test("it uploads a picture", async () => {
  const file = new Blob([await readFile(new URL("../fixtures/media/quarters.png", import.meta.url))]);
  const media = await ann.v2.media.create({ file, description: "Quarters" });
  const status = await ann.v1.statuses.create({ status: "Look", mediaIds: [media.id] });
  assert.equal(status.mediaAttachments[0].description, "Quarters");
});

test("it changes the profile with nested fields", async () => {
  const account = await ann.v1.accounts.updateCredentials({
    displayName: "Ann of JS",
    fieldsAttributes: [{ name: "Pronouns", value: "they" }, { name: "Site", value: "https://example.org" }],
  });
  assert.deepEqual(account.fields.map((field) => field.name), ["Pronouns", "Site"]);
});

test("it follows and reads home, page by page", async () => {
  const me = await ben.v1.accounts.verifyCredentials();
  await ann.v1.accounts.$select(me.id).follow();
  for (let number = 0; number < 5; number++) await ben.v1.statuses.create({ status: `Page ${number}` });
  const read = async () => {
    const contents = [];
    for await (const page of ann.v1.timelines.home.list({ limit: 2 })) {
      contents.push(...page.map((post) => post.content));
      if (contents.length >= 4) break;
    }
    return contents.slice(0, 4).join() === [4, 3, 2, 1].map((number) => `<p>Page ${number}</p>`).join();
  };
  assert.ok(await eventually(read));
  const [relationship] = await ann.v1.accounts.relationships.fetch({ id: [me.id] });
  assert.equal(relationship.following, true);
});

test("it is notified", async () => {
  const status = await ann.v1.statuses.create({ status: "Like me" });
  await ben.v1.statuses.$select(status.id).favourite();
  assert.ok(await eventually(async () =>
    (await ann.v1.notifications.list({ types: ["favourite"] })).some((notice) => notice.status?.id === status.id)));
});

test("it keeps markers, preferences and lists that are still empty", async () => {
  const status = await ann.v1.statuses.create({ status: "Read me" });
  const markers = await ann.v1.markers.create({ home: { lastReadId: status.id } });
  assert.equal(markers.home.lastReadId, status.id);
  assert.ok((await ann.v1.preferences.fetch())["posting:default:visibility"]);
  assert.deepEqual(await ann.v1.lists.list(), []);
  assert.deepEqual(await ann.v2.filters.list(), []);
  assert.deepEqual(await ann.v1.followedTags.list(), []);
  assert.deepEqual(await ann.v1.announcements.list(), []);
});

// Set-up, sign-up, sign-in, changes and authorising, as a person goes through them, with axe-core looking at every page.
import { createServer } from "node:http";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { Skein } from "./skein.mjs";

const password = "correct horse battery";
let skein;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => { skein = await Skein.start(); });
test.afterAll(async () => { await skein?.stop(); });

/** Every rule of axe on the page as it stands; it needs script, so it runs only where there is some. */
async function checkPage(page, info) {
  await expect(page.locator("main")).toBeVisible();
  await expect(page.locator("h1")).toHaveCount(1);
  if (!info.project.use.javaScriptEnabled) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(overflow).toBe(false);
}

async function open(page, info, path) {
  await page.goto(path.startsWith("http") ? path : skein.url + path);
  await checkPage(page, info);
}

/** Whoever is signed in is led to the app, which has tests of its own. */
async function arrives(page) {
  await page.waitForURL(({ pathname }) => !/^\/(setup|auth)\//.test(pathname));
}

/** The server's pages know who it is too. */
async function isIn(page, info, address) {
  await arrives(page);
  await open(page, info, "/settings/email");
  await expect(page.getByText(address).first()).toBeVisible();
}

async function signIn(page, login, secret = password) {
  await page.goto(skein.url + "/auth/sign_in");
  await page.getByLabel("Username or e-mail address").fill(login);
  await page.locator("#password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("the owner sets the server up with the link that works once", async ({ page }, info) => {
  const link = await skein.setupLink();
  await open(page, info, link);
  await page.getByLabel("Name of the server").fill("Geese");
  await page.getByLabel("Username").fill("gosling");
  await page.locator("#email").fill("gosling@example.org");
  await page.locator("#password").fill("short");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByText(/12 characters/).first()).toBeVisible();
  await checkPage(page, info);
  await page.locator("#password").fill(password);
  await page.locator("input[value=open]").check();
  await page.getByRole("button", { name: "Begin" }).click();
  await isIn(page, info, "gosling@example.org");
  await page.context().clearCookies();
  expect((await page.goto(link)).status()).toBe(404);
});

test("somebody signs up, confirms by mail, and signs in", async ({ page }, info) => {
  await open(page, info, "/");
  await open(page, info, "/auth/sign_up");
  await page.getByLabel("Username").fill("anna");
  await page.locator("#email").fill("anna@example.org");
  await page.locator("#password").fill(password);
  await page.locator("#agreement").check();
  await page.getByRole("button", { name: "Sign up" }).click();
  await checkPage(page, info);
  await open(page, info, await skein.linkMailedTo("anna@example.org"));
  await page.locator("main").getByRole("button").first().click();
  await checkPage(page, info);
  await signIn(page, "anna@example.org");
  await isIn(page, info, "anna@example.org");
});

test("wrong words are refused in the same way whoever is meant", async ({ page }, info) => {
  const said = [];
  for (const login of ["anna", "nobody-of-that-name", "nobody@example.org"]) {
    await signIn(page, login, "not the password");
    await checkPage(page, info);
    said.push((await page.locator("[role=alert]").first().innerText()).trim());
  }
  expect(new Set(said).size).toBe(1);
});

test("a forgotten password is chosen anew", async ({ page }, info) => {
  await open(page, info, "/auth/reset");
  await page.locator("#email").fill("anna@example.org");
  await page.getByRole("button", { name: "Send the link" }).click();
  await checkPage(page, info);
  await open(page, info, await skein.linkMailedTo("anna@example.org", 1));
  await page.locator("input[type=password]").first().fill("another long password");
  await page.locator("main").getByRole("button").first().click();
  await signIn(page, "anna", password);
  await expect(page.locator("[role=alert]").first()).toBeVisible();
  await signIn(page, "anna", "another long password");
  await arrives(page);
});

test("somebody signed in looks after sessions, password and apps", async ({ page }, info) => {
  await signIn(page, "anna", "another long password");
  await arrives(page);
  for (const path of ["/settings/sessions", "/settings/password", "/settings/email", "/settings/apps"])
    await open(page, info, path);
  await open(page, info, "/settings/sessions");
  await page.locator("form[action$=end_all]").getByRole("button").click();
  await checkPage(page, info);
});

test("an app of another site is let in", async ({ page, request }, info) => {
  await page.route("https://client.example/**", (route) => route.fulfill({ body: "Back at the client." }));
  const app = await (await request.post(skein.url + "/api/v1/apps", {
    data: { client_name: "A client", redirect_uris: "https://client.example/back", scopes: "read write" },
  })).json();
  const query = new URLSearchParams({
    response_type: "code", client_id: app.client_id, redirect_uri: "https://client.example/back", scope: "read write",
    state: "kept",
  });
  await page.goto(`${skein.url}/oauth/authorize?${query}`);
  await page.getByLabel("Username or e-mail address").fill("anna");
  await page.locator("#password").fill("another long password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await checkPage(page, info);
  await expect(page.getByText("A client").first()).toBeVisible();
  await page.getByRole("button", { name: "Let it in" }).click();
  await page.waitForURL(/^https:\/\/client\.example\/back\?/);
  const answer = new URL(page.url()).searchParams;
  expect(answer.get("state")).toBe("kept");
  const token = await (await request.post(skein.url + "/oauth/token", {
    form: { grant_type: "authorization_code", code: answer.get("code"), client_id: app.client_id,
      client_secret: app.client_secret, redirect_uri: "https://client.example/back" },
  })).json();
  expect(token.token_type).toBe("Bearer");
  expect(token.scope).toBe("read write");
});

/** A token of somebody, as an app of theirs has it. */
async function tokenOf(page, request, login, secret) {
  await signIn(page, login, secret);
  await arrives(page);
  const app = await (await request.post(skein.url + "/api/v1/apps", {
    data: { client_name: "Own", redirect_uris: "urn:ietf:wg:oauth:2.0:oob", scopes: "read write" },
  })).json();
  const query = new URLSearchParams({ response_type: "code", client_id: app.client_id,
    redirect_uri: "urn:ietf:wg:oauth:2.0:oob", scope: "read write" });
  await page.goto(`${skein.url}/oauth/authorize?${query}`);
  await page.getByRole("button", { name: "Let it in" }).click();
  const code = new URL(page.url()).searchParams.get("code") ?? (await page.locator("code, .code").first().innerText()).trim();
  const token = await (await request.post(skein.url + "/oauth/token", {
    form: { grant_type: "authorization_code", code, client_id: app.client_id, client_secret: app.client_secret,
      redirect_uri: "urn:ietf:wg:oauth:2.0:oob" },
  })).json();
  await page.context().clearCookies();
  return { Authorization: `Bearer ${token.access_token}` };
}

/** Words, a warning, a poll, a picture and a quote. */
async function writePosts(request, headers) {
  const say = async (data) => (await request.post(skein.url + "/api/v1/statuses", { headers, data })).json();
  const first = await say({ status: "Geese over the lake #geese https://example.org/lake" });
  await say({ status: "The spider is large", spoiler_text: "Spiders", language: "en" });
  await say({ status: "Which?", poll: { options: ["Tea", "Coffee"], expires_in: 3600 } });
  await say({ status: "สวัสดีตอนเช้า", language: "th" });
  await say({ status: "An answer to myself", in_reply_to_id: first.id });
  await say({ status: "Look at this", quoted_status_id: first.id });
  return first;
}

test("what everybody may read is complete, wide and narrow", async ({ page, request }, info) => {
  test.setTimeout(400_000);
  const first = await writePosts(request, await tokenOf(page, request, "anna", "another long password"));
  const paths = ["/@anna", "/@anna/with_replies", "/@anna/media", `/@anna/${first.id}`, "/tags/geese", "/explore", "/about",
    "/rules", "/privacy-policy", "/terms-of-service", `/embed/${first.id}`, "/about?lang=ar", "/@anna?lang=ar", "/@anna?lang=th"];
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of paths) await open(page, info, path);
  }
  await page.goto(skein.url + "/@anna?lang=en");
  await expect(page.getByText("Geese over the lake").first()).toBeVisible();
  await expect(page.getByText("The spider is large")).toBeHidden();
  await page.getByText("Spiders").click();
  await expect(page.getByText("The spider is large")).toBeVisible();
});

test("another site shows a post in a frame, and no other page of ours", async ({ page, request }, info) => {
  const [post] = await (await request.get(skein.url + "/api/v1/timelines/public?local=true&limit=1")).json();
  const asked = await request.get(`${skein.url}/api/oembed?url=${encodeURIComponent(post.url)}`);
  const { html } = await asked.json();
  const body = `<!DOCTYPE html><title>Blog</title>${html}<iframe id="no" src="${skein.url}/about"></iframe>`;
  const blog = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(body));
  await new Promise((resolve) => blog.listen(0, "127.0.0.1", resolve));
  await page.goto(`http://localhost:${blog.address().port}/`);
  await expect(page.frameLocator("iframe").first().locator(".post-card")).toBeVisible();
  await expect(page.frameLocator("#no").locator(".card")).toHaveCount(0);
  blog.close();
});

test("a page that is not there says so, and looks like the others", async ({ page }, info) => {
  expect((await page.goto(skein.url + "/nothing/here")).status()).toBe(404);
  await checkPage(page, info);
});

test("pages fit a narrow screen", async ({ page }, info) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["/", "/auth/sign_in", "/auth/sign_up", "/auth/reset"]) await open(page, info, path);
});

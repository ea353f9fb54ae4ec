// Makes a chat of the page. Without this script the form and the links do the same by loading pages.
"use strict";
(() => {
  const root = document.documentElement;
  const slowAfter = 300;  // ms without an answer until the page says that it waits
  const givesUpAfter = 10000;

  // Browsers may refuse to remember anything.
  const memory = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* it is forgotten, then */ } },
  };

  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (systemIsDark.matches ? "dark" : "light")) === "dark";
  const theme = memory.get("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  addEventListener("DOMContentLoaded", () => {
    const log = document.getElementById("log");
    const form = document.getElementById("ask");
    const input = document.getElementById("q");
    const previous = form.elements.previous;
    const language = document.getElementById("language");
    const toggle = document.getElementById("theme");

    // --- What is asked ---

    function element(tag, className, text) {
      const made = document.createElement(tag);
      made.className = className;
      made.textContent = text;
      return made;
    }

    function makeTurn(question) {
      const turn = element("section", "turn", "");
      const asked = element("p", "asked", "");
      asked.append(element("span", "unseen", log.dataset.asked), question);
      turn.append(asked, element("div", "reply", ""));
      log.append(turn);
      return turn;
    }

    function readyCopying(reply) {
      const button = reply.querySelector(".copy");
      if (button && navigator.clipboard) button.hidden = false;
    }

    // What "full" was about is known from its answer; asked again later, the word may mean another.
    function rememberIn(turn) {
      const other = turn.querySelector(".ways [data-q]");
      if (!other) return;
      turn.dataset.q = other.dataset.q;
      turn.dataset.full = other.dataset.full ? "" : "1";
    }

    function show(turn, answer) {
      const reply = turn.querySelector(".reply");
      reply.innerHTML = answer.html;
      readyCopying(reply);
      rememberIn(turn);
      previous.value = answer.previous;
      previous.disabled = !answer.previous;
      document.title = answer.title + " · sipwhy";
      history.replaceState(null, "", answer.page || "/");
      if (!answer.language) return;
      prefer(answer.language);
      turn.dataset.q = "";  // told again in another language, it would choose this one again
    }

    // What the bot says to what `turn` asks for; null when it says nothing.
    async function fetchAnswer(turn) {
      const body = new URLSearchParams({ q: turn.dataset.q, language: language.value, previous: previous.value });
      if (turn.dataset.full) body.set("full", "1");
      try {
        const response = await fetch("/chat", { method: "POST", body, signal: AbortSignal.timeout(givesUpAfter) });
        return response.ok ? await response.json() : null;
      } catch {
        return null;
      }
    }

    // Puts the answer into `turn`, unless it was asked again meanwhile.
    async function answer(turn) {
      const reply = turn.querySelector(".reply");
      const slow = setTimeout(() => reply.replaceChildren(element("p", "thinking", log.dataset.thinking)), slowAfter);
      const request = turn.request = fetchAnswer(turn);
      const json = await request;
      clearTimeout(slow);
      if (turn.request !== request) return;
      if (json) show(turn, json);
      else reply.replaceChildren(element("p", "away", log.dataset.away));
    }

    async function ask(question) {
      if (!question.trim()) return;
      const turn = makeTurn(question);
      turn.dataset.q = question;
      turn.scrollIntoView({ block: "start" });
      await answer(turn);
      turn.scrollIntoView({ block: "start" });
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      remember(input.value);
      ask(input.value);
      write("");
      input.focus();
    });

    document.getElementById("examples")?.addEventListener("submit", (event) => {
      event.preventDefault();
      remember(event.submitter.value);
      ask(event.submitter.value);
      input.focus();
    });

    // --- The field ---

    const questions = [];
    let recalled = 0;  // the place in `questions` of what stands in the field; their number for something new

    function remember(question) {
      if (question.trim() && questions.at(-1) !== question) questions.push(question);
      recalled = questions.length;
    }

    function write(text) {
      input.value = text;
      grow();
    }

    // For browsers that do not size a field by its content themselves.
    function grow() {
      if (!CSS.supports("field-sizing", "content")) input.rows = Math.min(input.value.split("\n").length, 8);
    }

    function recall(step) {
      const place = recalled + step;
      if (place < 0 || place > questions.length) return;
      recalled = place;
      write(questions[place] ?? "");
    }

    input.addEventListener("input", grow);
    input.addEventListener("keydown", (event) => {
      // The Enter that ends the composition of Japanese does not send.
      if (event.isComposing || event.keyCode === 229 || event.shiftKey || event.ctrlKey || event.altKey) return;
      const untouched = input.value === (questions[recalled] ?? "");
      if (event.key === "Enter") form.requestSubmit();
      else if (event.key === "ArrowUp" && untouched) recall(-1);
      else if (event.key === "ArrowDown" && untouched && recalled < questions.length) recall(1);
      else return;
      event.preventDefault();
    });

    // --- What stands in an answer ---

    async function changeLength(button) {
      const turn = button.closest(".turn");
      turn.dataset.q = button.dataset.q;
      turn.dataset.full = button.dataset.full ?? "";
      await answer(turn);
      // The button is gone, and reading begins at the top.
      const top = turn.querySelector("h2, .lead, .away");
      top.tabIndex = -1;
      top.focus({ preventScroll: true });
      turn.scrollIntoView({ block: "start" });
    }

    async function copy(button) {
      const page = button.closest(".ways").querySelector(".page");
      try {
        await navigator.clipboard.writeText(page.href);
      } catch {
        return;
      }
      const name = button.textContent;
      button.textContent = log.dataset.copied;
      setTimeout(() => { button.textContent = name; }, 2000);
    }

    log.addEventListener("click", (event) => {
      const target = event.target.closest("a, button");
      if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (target.matches(".copy")) return copy(target);
      if (target.dataset.q) changeLength(target);
      else if (target.matches("article a[href^='/sip/']")) ask(target.textContent);
      else return;
      event.preventDefault();
    });

    // --- Language and colours ---

    function prefer(tag) {
      language.value = tag;
      memory.set("language", tag);
      for (const field of document.querySelectorAll("#examples [name=language]")) field.value = tag;
    }

    // The last answer is told again; those before it stay as they were read.
    function speak() {
      const turn = log.querySelector(".turn:last-child");
      if (turn?.dataset.q) answer(turn);
    }

    const chosen = memory.get("language");
    const isOffered = [...language.options].some((option) => option.value === chosen);
    if (isOffered && chosen !== language.value && !new URLSearchParams(location.search).has("language")) {
      prefer(chosen);
      speak();
    }
    language.addEventListener("change", () => {
      prefer(language.value);
      speak();
    });

    const showTheme = () => toggle.setAttribute("aria-pressed", isDark());
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      memory.set("theme", root.dataset.theme);
      showTheme();
    });
    systemIsDark.addEventListener("change", showTheme);
    showTheme();

    for (const reply of log.querySelectorAll(".reply")) readyCopying(reply);
  });
})();

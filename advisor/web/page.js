/* What only the browser can do: copy, keep a draft over a refresh, put the cursor where one goes on, begin an entry at its
   top, find room for what pops up. Sent with the document (server.py); listens from the outside and takes nothing away that Streamlit has drawn. */
(() => {
  const FIELD = '[data-testid="stChatInputTextArea"]';
  const DRAFT = 'advisor-draft';
  const field = () => document.querySelector(FIELD);
  const place = () => new URLSearchParams(location.search).get('c') || '';
  const soon = (found, act, tries = 40) => {
    const element = found();
    if (element) act(element);
    else if (tries) setTimeout(() => soon(found, act, tries - 1), 50);
  };

  /* --- a draft: kept in this tab only, for the conversation it was written in */
  const keep = () => {
    const input = field();
    if (!input) return;
    try {
      if (input.value.trim()) sessionStorage.setItem(DRAFT, JSON.stringify({ place: place(), text: input.value }));
      else sessionStorage.removeItem(DRAFT);
    } catch { /* the browser keeps nothing for us */ }
  };
  const write = (input, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  let restoring = true;
  const restore = () => soon(field, (input) => {
    restoring = false;
    try {
      const kept = JSON.parse(sessionStorage.getItem(DRAFT) || 'null');
      if (kept && kept.place === place() && !input.value) write(input, kept.text);
    } catch { /* nothing kept, or not ours */ }
  }, 600);
  const later = () => { if (!restoring) setTimeout(keep, 300); };
  document.addEventListener('input', (event) => { if (event.target.matches(FIELD)) later(); });
  document.addEventListener('keyup', (event) => { if (event.key === 'Enter') later(); });
  document.addEventListener('click', later);
  addEventListener('pagehide', () => { if (!restoring) keep(); });

  /* --- copy */
  const laidOut = (whole) => {
    const aside = document.createElement('div');
    aside.style.cssText = 'position:absolute;left:-9999px;width:60rem';
    aside.append(whole);
    document.body.append(aside);
    const text = aside.innerText.trim();
    aside.remove();
    return text;
  };
  const copy = async (button) => {
    const body = button.closest('[class*="st-key-message-"]').querySelector('[data-testid="stMarkdownContainer"]');
    const whole = body.cloneNode(true);
    whole.querySelectorAll('a[href^="#source-"]').forEach((mark) => mark.replaceWith(`[${mark.textContent}]`));
    try {
      await navigator.clipboard.write([new ClipboardItem({
        'text/html': new Blob([whole.innerHTML], { type: 'text/html' }),
        'text/plain': new Blob([laidOut(whole)], { type: 'text/plain' }),
      })]);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(body);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand('copy');
      getSelection().removeAllRanges();
    }
    button.classList.add('done');
    button.title = 'Copied';
    setTimeout(() => { button.classList.remove('done'); button.title = 'Copy'; }, 1600);
  };

  /* --- a number in the text opens the source of that number */
  const open = (mark) => {
    const [, message, number] = mark.getAttribute('href').match(/^#source-(.+)-(\d+)$/);
    const row = document.querySelector(`.st-key-sources-${CSS.escape(message)}`);
    const pill = row && [...row.querySelectorAll('button')].find((b) => b.textContent.trim() === number);
    if (!pill) return;
    if (pill.getAttribute('aria-checked') !== 'true' && pill.getAttribute('aria-pressed') !== 'true') pill.click();
    pill.focus({ preventScroll: true });
    const whole = row.closest('[class*="st-key-message-"]');
    setTimeout(() => soon(() => whole.querySelector('[class*="st-key-passage-"]'),
      (passage) => passage.scrollIntoView({ block: 'nearest', behavior: 'smooth' })), 250);
  };

  /* --- what pops up and is filled afterwards: placed by its height while empty, it may have chosen a side without room */
  const POPPED = '[data-testid="stPopoverBody"]';
  const newest = () => [...document.querySelectorAll(POPPED)].at(-1);
  const makeRoom = (popped) => {
    let due;
    const look = () => { // without its cap it is measured in full, and placed and capped anew
      if (popped.scrollHeight > popped.clientHeight + 4) popped.style.maxHeight = 'none';
    };
    const filled = new MutationObserver(() => { clearTimeout(due); due = setTimeout(look, 60); });
    look();
    filled.observe(popped, { childList: true, subtree: true });
    setTimeout(() => filled.disconnect(), 5000);
  };

  /* --- where one goes on */
  const end = (input) => { input.focus(); input.setSelectionRange(input.value.length, input.value.length); };
  const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  // after what popped up is closed and has given the focus back, which scrolls there
  const toTabs = (facts) => setTimeout(() => facts.closest('[data-testid="stTabs"]').scrollIntoView({ block: 'start', behavior: calm() ? 'auto' : 'smooth' }), 500);
  // an entry begins at its heading, however far down the list its link stood
  const TITLE = '.st-key-library h2';
  const toTop = () => {
    const title = () => document.querySelector(TITLE)?.textContent;
    const before = title();
    soon(() => title() && title() !== before && document.querySelector('[data-testid="stMain"]'), (main) => main.scrollTo(0, 0), 200);
  };
  const hasKeyboard = () => matchMedia('(pointer: fine)').matches;
  const SENDS = '.st-key-answers button, .st-key-starters button, [data-testid="stChatInputSubmitButton"],'
    + ' [class*="st-key-resend-"] button, [class*="st-key-cancel-"] button, [class*="st-key-again-"] button';
  document.addEventListener('click', (event) => {
    const target = event.target.closest('button, a');
    if (!target) return;
    if (target.matches('.act-copy')) copy(target);
    else if (target.closest('[data-testid="stPopover"]')) setTimeout(() => soon(newest, makeRoom), 100);
    else if (target.closest('[class*="st-key-to-facts-"]')) soon(() => document.querySelector('.st-key-facts'), toTabs);
    else if (target.matches('a[href^="#source-"]')) { event.preventDefault(); event.stopPropagation(); open(target); }
    else if (target.closest('[class*="st-key-edit-"]')) setTimeout(() => soon(() => document.querySelector('[class*="st-key-wording-"] textarea'), end), 200);
    else if (target.matches('.st-key-library [data-testid^="stPageLink"]')) toTop();
    else if (target.matches(SENDS) && hasKeyboard()) setTimeout(() => soon(field, (input) => input.focus({ preventScroll: true })), 50);
  }, true);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !event.target.closest('[class*="st-key-wording-"]')) return;
    const cancel = document.querySelector('[class*="st-key-cancel-"] button');
    if (cancel) cancel.click();
  });
  restore();
})();

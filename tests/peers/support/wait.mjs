// Waiting for something to become so, never for some time to pass.

const BETWEEN_LOOKS_MS = 10;

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Looks until `condition` gives something true, and gives that. Throws after `deadline` milliseconds, with `what` was
// waited for and what `condition` gave last.
export async function until(what, condition, deadline = 5000) {
  const end = performance.now() + deadline;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`waited ${deadline} ms for ${what}, and got ${JSON.stringify(value)}`);
    await pause(BETWEEN_LOOKS_MS);
  }
}

// A promise that fails after `deadline` milliseconds if `promise` is not settled by then.
export async function within(deadline, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${deadline} ms for ${what}`)), deadline);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

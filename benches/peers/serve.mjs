// What every peer's worker does: say that it is ready, then answer a file with rows and respondents per cohort.
export function peer(load) {
  self.onmessage = async (event) => {
    try {
      self.postMessage(await load(event.data));
    } catch (error) {
      self.postMessage({ error: String(error?.message ?? error) });
    }
  };
  self.postMessage('ready');
}

/** The column that divides: who uses AI, or whether a change was made with it. */
export const COHORTS = ['How often do you use AI tools to write code?', 'ai_assisted'];

export function counted(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

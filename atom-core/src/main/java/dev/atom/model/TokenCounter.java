package dev.atom.model;

import dev.atom.json.Json;

/**
 * Counts the tokens that a text takes, or estimates them. Implementations are thread-safe.
 *
 * <p>A host that has a provider's tokenizer passes it as a lambda; {@link #estimate()} needs none.
 */
@FunctionalInterface
public interface TokenCounter {
  /**
   * Counts the tokens of a text.
   *
   * @param text any text
   * @return 0 or more
   */
  int count(String text);

  /**
   * Counts the tokens of a message: its texts, names and arguments, four for the message itself, and
   * a flat thousand for each picture, sound or file, since no provider counts them alike.
   *
   * @param message any message
   * @return 0 or more
   */
  default long count(ChatMessage message) {
    return 4 + message.parts().stream().mapToLong(this::count).sum();
  }

  private long count(Part part) {
    return switch (part) {
      case Part.Text text -> count(text.text());
      case Part.Image image -> 1_000;
      case Part.Audio audio -> 1_000;
      case Part.File file -> 1_000;
      case Part.ToolCall call ->
          (long) count(call.name()) + count(call.arguments()) + state(call.state());
      case Part.ToolResult result ->
          count(result.name()) + result.content().stream().mapToLong(this::count).sum();
      case Part.Reasoning reasoning -> (long) count(reasoning.text()) + state(reasoning.state());
      case Part.Refusal refusal -> count(refusal.text());
      case Part.ProviderItem item -> count(item.state().data().toString());
    };
  }

  private int state(java.util.Optional<Part.ProviderState> state) {
    return state.map(Part.ProviderState::data).map(Json::toString).map(this::count).orElse(0);
  }

  /**
   * Returns an estimate that no tokenizer stands behind: one token for four characters, but one for
   * each Chinese, Japanese or Korean character. Against what providers counted for replies in
   * English it was from two fifths too low (JSON, short texts) to half too high; leave room in the
   * budget.
   *
   * @return the estimate, rounded up
   */
  static TokenCounter estimate() {
    return text -> {
      long wide = text.codePoints().filter(TokenCounter::wide).count();
      long others = text.codePoints().count() - wide;
      return (int) Math.min(Integer.MAX_VALUE, wide + (others + 3) / 4);
    };
  }

  private static boolean wide(int character) {
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
      default -> false;
    };
  }
}

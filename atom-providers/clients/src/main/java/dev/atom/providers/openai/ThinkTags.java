package dev.atom.providers.openai;

import java.util.function.Consumer;

/**
 * Tells reasoning from text in a reply that begins with {@code <think>}. Takes the reply whole or in
 * pieces cut anywhere; what may yet turn out to be a tag is held back. Tags further on are text: a
 * reply may well speak of them.
 */
final class ThinkTags {
  private static final String OPENING = "<think>";
  private static final String CLOSING = "</think>";

  private enum State {
    BEGINNING,
    THINKING,
    BETWEEN,
    SAYING
  }

  private final Consumer<String> thoughts;
  private final Consumer<String> words;
  private final StringBuilder held = new StringBuilder();
  private State state = State.BEGINNING;

  ThinkTags(Consumer<String> thoughts, Consumer<String> words) {
    this.thoughts = thoughts;
    this.words = words;
  }

  void accept(String text) {
    if (state == State.SAYING) {
      words.accept(text);
      return;
    }
    held.append(text);
    State before;
    do {
      before = state;
      switch (state) {
        case BEGINNING -> begin();
        case THINKING -> think();
        case BETWEEN -> between();
        case SAYING -> tell(words, held.length());
      }
    } while (state != before);
  }

  private void begin() {
    int start = blanks();
    String rest = held.substring(start);
    if (rest.startsWith(OPENING)) {
      held.delete(0, start + OPENING.length());
      state = State.THINKING;
    } else if (!OPENING.startsWith(rest)) {
      state = State.SAYING;
    }
  }

  private void think() {
    int end = held.indexOf(CLOSING);
    if (end >= 0) {
      tell(thoughts, end);
      held.delete(0, CLOSING.length());
      state = State.BETWEEN;
      return;
    }
    int kept = Math.min(held.length(), CLOSING.length() - 1);
    while (!CLOSING.startsWith(held.substring(held.length() - kept))) {
      kept--;
    }
    tell(thoughts, held.length() - kept);
  }

  /** Leaves out the blank lines between reasoning and text. */
  private void between() {
    held.delete(0, blanks());
    if (!held.isEmpty()) {
      state = State.SAYING;
    }
  }

  private int blanks() {
    int start = 0;
    while (start < held.length() && Character.isWhitespace(held.charAt(start))) {
      start++;
    }
    return start;
  }

  private void tell(Consumer<String> listener, int length) {
    if (length > 0) {
      listener.accept(held.substring(0, length));
      held.delete(0, length);
    }
  }

  /** Tells what was held back; reasoning that was never closed stays reasoning. */
  void end() {
    tell(state == State.THINKING ? thoughts : words, held.length());
  }
}

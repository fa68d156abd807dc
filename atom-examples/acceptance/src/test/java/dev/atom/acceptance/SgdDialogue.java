package dev.atom.acceptance;

import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dialogue of the Schema-Guided Dialogue dataset, as its files write it. */
record SgdDialogue(String dialogue_id, List<Turn> turns) {
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  record Turn(List<Frame> frames, String speaker, String utterance) {
    boolean byUser() {
      return speaker.equals("USER");
    }
  }

  record Frame(String service, List<Span> slots, List<Act> actions, Optional<State> state) {}

  record Span(String slot, int start, int exclusive_end) {}

  record Act(String act, String slot, List<String> values) {}

  /** What is known after a turn; each slot with all the forms of its one value. */
  record State(Map<String, List<String>> slot_values) {}

  /** The messages up to and including a turn. */
  List<Message> episode(int turn) {
    return java.util.stream.IntStream.rangeClosed(0, turn).mapToObj(this::message).toList();
  }

  static String id(int turn) {
    return "m" + turn;
  }

  static Instant at(int turn) {
    return START.plusSeconds(30L * turn);
  }

  private Message message(int index) {
    Turn turn = turns.get(index);
    Author author =
        turn.byUser()
            ? new Author(Author.Kind.CUSTOMER, "user")
            : new Author(Author.Kind.ASSISTANT, "system");
    return Message.of(id(index), author, at(index), turn.utterance());
  }
}

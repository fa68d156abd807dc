package dev.atom.acceptance;

import dev.atom.json.Json;
import dev.atom.schema.Delta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Does by the annotations what a model does by reading: says which cells a user's turn changes, and
 * quotes the words for each. The words are the value where somebody said it, of the user's turn or
 * of an earlier one (the system offers, the user accepts); else the words that stand for having no
 * preference; else the whole turn.
 */
final class SgdDeltas {
  private static final List<String> NO_PREFERENCE =
      List.of("don't care", "doesn't matter", "don't mind", "no preference", "anything", "any");

  private final SgdDialogue dialogue;
  private final String service;

  /** The form of each slot's value that was last proposed. */
  private final Map<String, String> proposed = new HashMap<>();

  SgdDeltas(SgdDialogue dialogue, String service) {
    this.dialogue = dialogue;
    this.service = service;
  }

  /**
   * Returns the deltas of a user's turn; the turns are asked for in their order. A slot has changed
   * if the form that was proposed for it is not among those of its value any more.
   */
  List<Delta> of(SgdDialogue.State state, int turn) {
    List<Delta> deltas = new ArrayList<>();
    Map<String, List<String>> after = state.slot_values();
    for (String slot : List.copyOf(proposed.keySet())) {
      if (!after.containsKey(slot)) {
        proposed.remove(slot);
        Delta.Quote whole = quote(turn, dialogue.turns().get(turn).utterance());
        deltas.add(delta(slot, new Delta.Clear(), whole));
      }
    }
    after.forEach(
        (slot, values) -> {
          if (!values.contains(proposed.getOrDefault(slot, ""))) {
            deltas.add(set(slot, values, turn));
          }
        });
    return deltas;
  }

  private Delta set(String slot, List<String> values, int turn) {
    for (int at = turn; at >= 0; at--) {
      for (String said : said(slot, at)) {
        Optional<String> value = values.stream().filter(said::equalsIgnoreCase).findFirst();
        if (value.isPresent()) {
          return set(slot, value.get(), quote(at, said));
        }
      }
    }
    for (int at = turn; at >= 0; at--) {
      for (String value : values) {
        if (stands(value, at)) {
          return set(slot, value, quote(at, value));
        }
      }
    }
    return set(slot, values.get(0), quote(turn, telling(values, turn)));
  }

  private Delta set(String slot, String value, Delta.Quote quote) {
    proposed.put(slot, value);
    return delta(slot, new Delta.Set(Json.of(value)), quote);
  }

  /** The annotated words for a slot in a turn. */
  private List<String> said(String slot, int at) {
    SgdDialogue.Turn turn = dialogue.turns().get(at);
    List<String> words = new ArrayList<>();
    for (SgdDialogue.Frame frame : turn.frames()) {
      if (frame.service().equals(service)) {
        frame.slots().stream()
            .filter(span -> span.slot().equals(slot))
            .map(span -> turn.utterance().substring(span.start(), span.exclusive_end()))
            .forEach(words::add);
        frame.actions().stream()
            .filter(act -> act.slot().equals(slot))
            .forEach(act -> words.addAll(act.values()));
      }
    }
    words.removeIf(word -> !stands(word, at));
    return words;
  }

  private String telling(List<String> values, int turn) {
    if (values.contains(SgdSchemas.ANY)) {
      for (String words : NO_PREFERENCE) {
        if (stands(words, turn)) {
          return words;
        }
      }
    }
    return dialogue.turns().get(turn).utterance();
  }

  /** Tells whether words stand in a turn, from the border of a word to the border of a word. */
  private boolean stands(String words, int at) {
    String text = " " + dialogue.turns().get(at).utterance().toLowerCase(Locale.ROOT) + " ";
    String wanted = words.toLowerCase(Locale.ROOT);
    for (int i = text.indexOf(wanted); i > 0; i = text.indexOf(wanted, i + 1)) {
      if (!Character.isLetterOrDigit(text.charAt(i - 1))
          && !Character.isLetterOrDigit(text.charAt(i + wanted.length()))) {
        return true;
      }
    }
    return false;
  }

  private static Delta.Quote quote(int turn, String words) {
    return new Delta.Quote(Optional.of(SgdDialogue.id(turn)), words);
  }

  private static Delta delta(String slot, Delta.Change change, Delta.Quote quote) {
    return new Delta(slot, change, List.of(quote), Delta.Certainty.STATED);
  }
}

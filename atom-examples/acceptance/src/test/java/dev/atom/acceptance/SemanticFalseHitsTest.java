package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.Embedding;
import dev.atom.router.cache.MeaningGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How often two messages of users look alike to a bag of words and mean different things, and how many
 * of these the guard of the semantic cache lets through.
 */
class SemanticFalseHitsTest {
  private static final double[] THRESHOLDS = {0.7, 0.8, 0.9, 0.95};

  /** What a message says by itself; a "yes" means what was asked before, which must be equal anyway. */
  private static final Set<String> STANDING_ALONE = Set.of("INFORM_INTENT", "INFORM", "REQUEST");

  private static final List<Said> SAID = new ArrayList<>();
  private static final List<Swapped> SWAPPED = new ArrayList<>();

  /** A message and what its user means by it. */
  private record Said(String text, Set<String> meaning, Embedding vector) {}

  /** A message, and the same with another value of one slot. */
  private record Swapped(String one, String other, double similarity) {}

  /** The words of a slot in a message. */
  private record Value(String text, int start, int end) {}

  @BeforeAll
  static void readDialogues() throws IOException {
    Json.Arr file;
    try (InputStream in = SemanticFalseHitsTest.class.getResourceAsStream("/sgd/dialogues.json")) {
      file = (Json.Arr) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    List<SgdDialogue.Turn> turns = new ArrayList<>();
    file.items().forEach(d -> turns.addAll(d.as(SgdDialogue.class).turns()));
    turns.removeIf(turn -> !turn.byUser());
    turns.forEach(SemanticFalseHitsTest::add);
    for (SgdDialogue.Turn turn : turns) {
      for (SgdDialogue.Turn other : turns) {
        swap(turn, other);
      }
    }
  }

  private static void add(SgdDialogue.Turn turn) {
    Set<String> meaning = new TreeSet<>();
    for (SgdDialogue.Frame frame : turn.frames()) {
      frame.actions().stream()
          .filter(act -> STANDING_ALONE.contains(act.act()))
          .forEach(act -> meaning.add(frame.service() + act.act() + act.slot() + act.values()));
    }
    if (!meaning.isEmpty()) {
      SAID.add(new Said(turn.utterance(), meaning, vector(turn.utterance())));
    }
  }

  /** Puts each of another message's values in the place of this one's of the same slot. */
  private static void swap(SgdDialogue.Turn turn, SgdDialogue.Turn other) {
    for (SgdDialogue.Frame frame : turn.frames()) {
      for (SgdDialogue.Span span : frame.slots()) {
        String own = turn.utterance().substring(span.start(), span.exclusive_end());
        for (SgdDialogue.Frame donor : other.frames()) {
          for (SgdDialogue.Span same : donor.slots()) {
            String value = other.utterance().substring(same.start(), same.exclusive_end());
            if (same.slot().equals(span.slot()) && !value.equalsIgnoreCase(own)) {
              String text = turn.utterance();
              String swapped =
                  text.substring(0, span.start()) + value + text.substring(span.exclusive_end());
              SWAPPED.add(new Swapped(text, swapped, vector(text).cosine(vector(swapped))));
            }
          }
        }
      }
    }
  }

  private static Embedding vector(String text) {
    float[] counts = new float[1_024];
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      counts[Math.floorMod(word.hashCode() * 0x9E3779B9, counts.length)]++;
    }
    return Embedding.of(counts);
  }

  @Test
  void noMessageOfAnotherMeaningPasses() {
    for (double threshold : THRESHOLDS) {
      int other = 0;
      int falseHits = 0;
      int same = 0;
      int hits = 0;
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < SAID.size(); i++) {
        for (int j = 0; j < i; j++) {
          Said one = SAID.get(i);
          Said two = SAID.get(j);
          if (one.text.equals(two.text) || one.vector.cosine(two.vector) < threshold) {
            continue;
          }
          boolean passes = MeaningGuard.difference(one.text, two.text).isEmpty();
          if (one.meaning.equals(two.meaning)) {
            same++;
            hits += passes ? 1 : 0;
          } else {
            other++;
            falseHits += passes ? 1 : 0;
            if (passes) {
              seen.add(one.text + " | " + two.text);
            }
          }
        }
      }
      System.out.printf(
          "messages at %.2f: %d pairs of another meaning, %d pass; %d of the same, %d pass; %s%n",
          threshold, other, falseHits, same, hits, seen);
      assertThat(falseHits).as("at %s", threshold).isZero();
    }
  }

  @Test
  void noExchangedValuePasses() {
    for (double threshold : THRESHOLDS) {
      List<Swapped> near = SWAPPED.stream().filter(pair -> pair.similarity >= threshold).toList();
      List<Swapped> passing =
          near.stream()
              .filter(pair -> MeaningGuard.difference(pair.one, pair.other).isEmpty())
              .toList();
      System.out.printf(
          "exchanged values at %.2f: %d pairs, %d pass %s%n",
          threshold, near.size(), passing.size(), passing);
      assertThat(passing).isEmpty();
    }
  }
}

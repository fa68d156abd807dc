package dev.atom.acceptance;

import dev.atom.json.Json;
import dev.atom.schema.Delta;
import dev.atom.schema.Document;
import dev.atom.schema.Evidence;
import dev.atom.schema.Field;
import dev.atom.schema.Merge;
import dev.atom.schema.MergeOutcome;
import dev.atom.schema.MergeOutcome.Applied;
import dev.atom.schema.MergeOutcome.Reason;
import dev.atom.schema.MergeOutcome.Refused;
import dev.atom.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Replays dialogues through the merge, turn by turn, and counts what came of it. */
final class SgdReplay {
  private final Map<String, Schema> schemas;
  private final boolean noise;
  private final List<String> misses = new ArrayList<>();
  private int dialogues;
  private int userTurns;
  private int changingTurns;
  private int goalsReached;
  private int goals;
  private int changes;
  private int corrections;
  private int evidence;
  private int evidenceOfOtherSide;
  private int weakEvidence;
  private int hallucinations;
  private int hallucinationsRefused;

  SgdReplay(Map<String, Schema> schemas, boolean noise) {
    this.schemas = schemas;
    this.noise = noise;
  }

  void replay(SgdDialogue dialogue) {
    dialogues++;
    Map<String, Service> services = new HashMap<>();
    for (int turn = 0; turn < dialogue.turns().size(); turn++) {
      if (dialogue.turns().get(turn).byUser()) {
        userTurns++;
        int before = changes;
        for (SgdDialogue.Frame frame : dialogue.turns().get(turn).frames()) {
          Service service =
              services.computeIfAbsent(
                  frame.service(), name -> new Service(dialogue, schemas.get(name)));
          replay(service, turn, frame.state().orElseThrow());
        }
        changingTurns += changes > before ? 1 : 0;
      }
    }
  }

  private void replay(Service service, int turn, SgdDialogue.State gold) {
    List<Delta> deltas = new ArrayList<>(service.deltas.of(gold, turn));
    if (noise) {
      List<Delta> made = hallucinated(service.schema, turn);
      hallucinations += made.size();
      deltas.addAll(made);
    }
    Merge.Proposal proposal =
        Merge.Proposal.analysed(
            "annotations", SgdDialogue.at(turn), service.dialogue.episode(turn));
    MergeOutcome outcome = Merge.under(service.schema).apply(service.document, deltas, proposal);
    outcome.steps().forEach(this::count);
    service.document = outcome.document();
    goals++;
    if (equal(service.document, gold.slot_values())) {
      goalsReached++;
    } else {
      misses.add(service.document.id() + " turn " + turn + " " + service.schema.id());
    }
  }

  /** What is known of one service in a dialogue. */
  private static final class Service {
    private final SgdDialogue dialogue;
    private final Schema schema;
    private final SgdDeltas deltas;
    private Document document;

    Service(SgdDialogue dialogue, Schema schema) {
      this.dialogue = dialogue;
      this.schema = schema;
      deltas = new SgdDeltas(dialogue, schema.id());
      document = Document.empty(dialogue.dialogue_id(), schema);
    }
  }

  /** For every field a value that nobody gave, quoting words that nobody said. */
  private static List<Delta> hallucinated(Schema schema, int turn) {
    return schema.fields().stream().map(field -> hallucinated(field, turn)).toList();
  }

  private static Delta hallucinated(Field field, int turn) {
    String value = field.choices().isEmpty() ? "Quetzaltenango" : field.choices().get(0);
    Optional<String> message = turn % 4 == 0 ? Optional.empty() : Optional.of(SgdDialogue.id(turn));
    Delta.Quote quote = new Delta.Quote(message, "the quetzal said " + value);
    return new Delta(
        field.name(), new Delta.Set(Json.of(value)), List.of(quote), Delta.Certainty.STATED);
  }

  private void count(MergeOutcome.Step step) {
    switch (step) {
      case Applied applied -> {
        changes++;
        corrections += applied.correction() ? 1 : 0;
        applied.after().evidence().forEach(this::count);
      }
      case MergeOutcome.Cleared cleared -> changes++;
      case MergeOutcome.Strengthened stronger -> {}
      case MergeOutcome.Conflict conflict -> {}
      case MergeOutcome.Ignored ignored -> {}
      case Refused refused ->
          hallucinationsRefused += refused.reason() == Reason.EVIDENCE_NOT_FOUND ? 1 : 0;
    }
  }

  private void count(Evidence found) {
    evidence++;
    evidenceOfOtherSide += found.author().equals("assistant") ? 1 : 0;
    weakEvidence += found.strength() == Evidence.Strength.WEAK ? 1 : 0;
  }

  private static boolean equal(Document document, Map<String, List<String>> gold) {
    return document.cells().keySet().equals(gold.keySet())
        && gold.entrySet().stream()
            .allMatch(
                slot ->
                    slot.getValue().stream()
                        .map(String::strip)
                        .map(Json::of)
                        .anyMatch(document.value(slot.getKey()).orElseThrow()::equals));
  }

  List<String> misses() {
    return misses;
  }

  double accuracy() {
    return (double) goalsReached / goals;
  }

  int dialogues() {
    return dialogues;
  }

  int changes() {
    return changes;
  }

  int corrections() {
    return corrections;
  }

  int hallucinations() {
    return hallucinations;
  }

  int hallucinationsRefused() {
    return hallucinationsRefused;
  }

  /** One line of figures. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "SGD: %d dialogues, %d user turns (%d change the state), %d joint goals, accuracy %.1f %%,"
            + " %d changes, %d corrections; evidence: %.1f %% quotes the other side, %.1f %% weak",
        dialogues,
        userTurns,
        changingTurns,
        goals,
        100 * accuracy(),
        changes,
        corrections,
        100.0 * evidenceOfOtherSide / evidence,
        100.0 * weakEvidence / evidence);
  }
}

package dev.atom.examples.quickstart;

import dev.atom.assistant.DeltaForm;
import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import dev.atom.examples.quickstart.Dialogues.Dialogue;
import dev.atom.examples.quickstart.Dialogues.Line;
import dev.atom.json.Json;
import dev.atom.schema.Delta;
import dev.atom.schema.Document;
import dev.atom.schema.Merge;
import dev.atom.schema.MergeOutcome;
import dev.atom.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Merges the annotations of a dialogue on trial: what the merge would refuse is a mistake. */
final class Annotations {
  private final Schema schema;
  private final Dialogue dialogue;
  private final JsonFile.Part part;

  Annotations(Schema schema, Dialogue dialogue, JsonFile.Part part) {
    this.schema = schema;
    this.dialogue = dialogue;
    this.part = part;
  }

  void check() {
    Document document = Document.empty(dialogue.id(), schema);
    List<Message> episode = new ArrayList<>();
    for (int i = 0; i < dialogue.lines().size(); i++) {
      Line line = dialogue.lines().get(i);
      episode.add(message(line));
      for (int c = 0; c < line.changes().size(); c++) {
        document = merge(document, episode, line.changes().get(c), i, c);
      }
    }
  }

  private Document merge(
      Document before, List<Message> episode, Json.Obj change, int message, int index) {
    String at = "messages/" + message + "/changes/" + index;
    List<Delta> deltas = DeltaForm.read(Json.array(List.of(change)));
    if (deltas.isEmpty()) {
      throw part.wrong(
          at, "a change needs a field and a value, or one of the ops \"clear\" and \"confirm\"");
    }
    MergeOutcome outcome =
        Merge.under(schema)
            .apply(before, deltas, Merge.Proposal.analysed("file", Instant.EPOCH, episode));
    if (outcome.steps().get(0) instanceof MergeOutcome.Refused refused) {
      String member =
          switch (refused.reason()) {
            case UNKNOWN_FIELD -> "field";
            case INVALID_VALUE -> "value";
            case NO_EVIDENCE, EVIDENCE_NOT_FOUND -> "evidence";
          };
      throw part.wrong(at + "/" + member, refused.message());
    }
    return outcome.document();
  }

  private Message message(Line line) {
    Author author =
        line.byCustomer()
            ? new Author(Author.Kind.CUSTOMER, dialogue.customer())
            : new Author(Author.Kind.ASSISTANT, "agent");
    return Message.of(line.id(), author, Instant.EPOCH, line.text());
  }
}

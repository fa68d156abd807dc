package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.schema.Delta;
import dev.atom.schema.Delta.Certainty;
import dev.atom.schema.Delta.Quote;
import dev.atom.schema.Document;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Merge;
import dev.atom.schema.MergeOutcome;
import dev.atom.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemasGuideTest {
  private final Instant now = Instant.parse("2026-11-21T09:00:00Z");

  @Test
  void aProposedValueIsMergedWithItsEvidence() {
    // @start region="merge"
    Schema schema =
        new Schema("transfer", 1, List.of(Field.newBuilder("amount", FieldType.DECIMAL).build()));
    Message message =
        Message.of("m1", new Author(Author.Kind.CUSTOMER, "ann"), now, "Make it $1,250, please.");
    Delta proposed =
        new Delta(
            "amount",
            new Delta.Set(Json.of("1250")),
            List.of(new Quote(Optional.of("m1"), "$1,250")),
            Certainty.STATED);

    MergeOutcome outcome =
        Merge.under(schema)
            .apply(
                Document.empty("case-7", schema),
                List.of(proposed),
                Merge.Proposal.analysed("extraction", now, List.of(message)));

    assertThat(outcome.document().value("amount")).contains(Json.of(1250));
    // @end
    assertThat(outcome.steps().get(0)).isInstanceOf(MergeOutcome.Applied.class);
  }
}

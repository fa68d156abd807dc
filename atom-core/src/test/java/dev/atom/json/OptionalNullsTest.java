package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionalNullsTest {
  public enum Level {
    LOW,
    HIGH
  }

  public record Step(String name, Optional<String> note) {}

  public record Plan(String title, Optional<Level> level, List<Step> steps, Optional<Step> last) {}

  private static final String WITH_NULLS =
      "{\"title\":\"t\",\"level\":null,\"steps\":[{\"name\":\"a\",\"note\":null}],\"last\":null}";

  @Test
  void nullsOfOptionalMembersAreTakenOutAtEveryLevel() {
    Json stripped = JsonSchema.of(Plan.class).withoutOptionalNulls(Json.parse(WITH_NULLS));
    assertThat(stripped).isEqualTo(Json.parse("{\"title\":\"t\",\"steps\":[{\"name\":\"a\"}]}"));
  }

  @Test
  void aReplyWithNullsForOptionalMembersBecomesTheRecord() {
    ChatReply reply =
        ChatReply.newBuilder(new ModelRef("any", "model"))
            .choice(List.of(Part.text(WITH_NULLS)), FinishReason.STOP)
            .build();
    assertThat(reply.as(Plan.class))
        .isEqualTo(
            new Plan(
                "t", Optional.empty(), List.of(new Step("a", Optional.empty())), Optional.empty()));
  }

  @Test
  void nullsThatMeanSomethingStay() {
    JsonSchema schema =
        JsonSchema.parse(
            "{\"type\":\"object\",\"required\":[\"must\"],\"properties\":{\"must\":{\"type\":\"string\"},"
                + "\"may\":{\"type\":[\"string\",\"null\"]},\"any\":{},\"union\":{\"anyOf\":[{\"type\":\"null\"}]}}}");
    Json value = Json.parse("{\"must\":null,\"may\":null,\"any\":null,\"union\":null}");
    assertThat(schema.withoutOptionalNulls(value)).isEqualTo(value);
    assertThat(schema.check(value)).extracting(JsonSchema.Violation::path).contains("/must");
  }

  @Test
  void referencesUnionsAndMapsAreLookedInto() {
    JsonSchema schema =
        JsonSchema.parse(
            "{\"properties\":{\"next\":{\"$ref\":\"#\"},\"one\":{\"anyOf\":[{\"$ref\":\"#\"},{\"type\":\"null\"}]},"
                + "\"n\":{\"enum\":[1,2]}},\"additionalProperties\":{\"type\":\"integer\"}}");
    Json value = Json.parse("{\"next\":{\"n\":null,\"x\":null},\"one\":{\"n\":null,\"y\":1}}");
    assertThat(schema.withoutOptionalNulls(value))
        .isEqualTo(Json.parse("{\"next\":{},\"one\":{\"y\":1}}"));
  }
}

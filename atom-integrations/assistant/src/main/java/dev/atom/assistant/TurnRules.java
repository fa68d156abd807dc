package dev.atom.assistant;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.FactType;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleVocabulary;
import dev.atom.schema.Document;
import dev.atom.schema.Field;
import dev.atom.schema.Schema;
import java.util.List;
import java.util.Set;

/**
 * What rules see of a turn, and what they can do in it.
 *
 * <p>Facts: the document's fields by name, after the merge and with what changed; {@code analysis}
 * with what the analysers found out, such as {@code analysis.intent}; {@code message.text} and {@code
 * message.count}, the number of messages in the turn.
 *
 * <p>Actions: {@code set} a {@code field} to a {@code value}; {@code require_approval}; {@code ask}
 * the customer a {@code question}; {@code hand_over} with a {@code reason}; {@code instruct} the
 * reply writer with a {@code text}; {@code reply} with a fixed {@code text}; {@code be_silent} with a
 * {@code reason}. Of several, {@code hand_over} outranks {@code be_silent}, that {@code ask}, and
 * that {@code require_approval}; otherwise the rule that fires first counts.
 */
public final class TurnRules {
  static final String ANALYSIS = "analysis";
  static final String MESSAGE = "message";

  private TurnRules() {}

  /**
   * Returns the words that rules of a turn may use; parse a rule set with it.
   *
   * @param schema the document's schema; has no field named {@code analysis} or {@code message}
   * @return the vocabulary
   */
  public static RuleVocabulary vocabulary(Schema schema) {
    for (Field field : schema.fields()) {
      if (Set.of(ANALYSIS, MESSAGE).contains(field.name())) {
        throw new IllegalArgumentException(
            "schema \"" + schema.id() + "\": the name \"" + field.name() + "\" is taken in rules");
      }
    }
    return RuleVocabulary.newBuilder()
        .schema(schema)
        .fact(ANALYSIS, FactType.ANY)
        .fact(MESSAGE + ".text", FactType.TEXT)
        .fact(MESSAGE + ".count", FactType.NUMBER)
        .action("set", parameters("field", "value"))
        .action("require_approval")
        .action("ask", parameters("question"))
        .action("hand_over", parameters("reason"))
        .action("instruct", parameters("text"))
        .action("reply", parameters("text"))
        .action("be_silent", parameters("reason"))
        .build();
  }

  private static JsonSchema parameters(String... names) {
    var properties = Json.object();
    for (String name : names) {
      properties.put(
          name,
          name.equals("value")
              ? Json.Obj.EMPTY
              : Json.object().put("type", "string").put("minLength", 1).build());
    }
    return JsonSchema.of(DeltaForm.closed(properties.build()));
  }

  static Facts facts(Document before, Document after, Json.Obj analysis, TurnInput input) {
    Json.Obj message =
        Json.object().put("text", input.text()).put("count", input.messages().size()).build();
    return Facts.between(before, after).toBuilder()
        .put(ANALYSIS, analysis)
        .put(MESSAGE, message)
        .build();
  }

  /** Names of the actions that this vocabulary knows. */
  static List<String> actions() {
    return List.of("set", "require_approval", "ask", "hand_over", "instruct", "reply", "be_silent");
  }
}

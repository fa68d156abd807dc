package dev.atom.assistant;

import dev.atom.json.Json;
import java.util.List;

/** What a turn comes to: a typed value, never read out of prose. */
public sealed interface TurnDecision {
  /**
   * The reply is sent.
   *
   * @param text what is said
   */
  record Send(String text) implements TurnDecision {}

  /**
   * The reply waits until a person has decided.
   *
   * @param approval the approval's id
   * @param text the proposed reply
   * @param reasons the ids of the rules that demand it, or why else; copied
   */
  record AskApproval(String approval, String text, List<String> reasons) implements TurnDecision {
    /** Copies the reasons. */
    public AskApproval {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The customer is asked something before anything else is done.
   *
   * @param question what is asked
   */
  record AskCustomer(String question) implements TurnDecision {}

  /**
   * A person takes the conversation over; nothing is said by the assistant.
   *
   * @param reason why
   */
  record HandOver(String reason) implements TurnDecision {}

  /**
   * Nothing is said.
   *
   * @param reason why
   */
  record Nothing(String reason) implements TurnDecision {}

  /**
   * Returns the decision's name in stored events.
   *
   * @return such as {@code "send"}
   */
  default String kind() {
    return switch (this) {
      case Send send -> "send";
      case AskApproval ask -> "ask_approval";
      case AskCustomer ask -> "ask_customer";
      case HandOver hand -> "hand_over";
      case Nothing nothing -> "nothing";
    };
  }

  /**
   * Returns the stored form.
   *
   * @return an object with a member {@code kind}
   */
  default Json.Obj toJson() {
    var json = Json.object().put("kind", kind());
    return switch (this) {
      case Send send -> json.put("text", send.text()).build();
      case AskApproval ask ->
          json.put("approval", ask.approval())
              .put("text", ask.text())
              .put("reasons", ask.reasons().stream().map(Json::of).toList())
              .build();
      case AskCustomer ask -> json.put("text", ask.question()).build();
      case HandOver hand -> json.put("reason", hand.reason()).build();
      case Nothing nothing -> json.put("reason", nothing.reason()).build();
    };
  }

  /**
   * Reads the stored form.
   *
   * @param json what {@link #toJson} gave
   * @return the decision; an unknown kind of a newer version is {@link Nothing}
   */
  static TurnDecision fromJson(Json.Obj json) {
    String text = json.text("text").orElse("");
    String reason = json.text("reason").orElse("");
    String kind = json.text("kind").orElse("");
    return switch (kind) {
      case "send" -> new Send(text);
      case "ask_approval" ->
          new AskApproval(json.text("approval").orElse(""), text, Texts.list(json, "reasons"));
      case "ask_customer" -> new AskCustomer(text);
      case "hand_over" -> new HandOver(reason);
      case "nothing" -> new Nothing(reason);
      default -> new Nothing("a newer version decided \"" + kind + "\"");
    };
  }
}

package dev.atom.assistant;

import dev.atom.approval.Approval;
import dev.atom.conversation.Message;
import dev.atom.schema.Document;
import dev.atom.usage.Cost;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a conversation has come to at a version, read from its events.
 *
 * @param version the version it was read at
 * @param messages what was said, oldest first
 * @param document what is known
 * @param approvals the proposals so far, oldest first
 * @param ledger what was done
 */
public record ConversationView(
    long version,
    List<Message> messages,
    Document document,
    List<Approval> approvals,
    Ledger ledger) {
  /** Copies the lists. */
  public ConversationView {
    messages = List.copyOf(messages);
    Objects.requireNonNull(document, "document");
    approvals = List.copyOf(approvals);
    Objects.requireNonNull(ledger, "ledger");
  }

  /**
   * What was done in a conversation.
   *
   * @param turns the turns, oldest first
   * @param uses every model call, oldest first; each is there once
   * @param waiting the customer's messages that no turn has answered, oldest first
   * @param deliveries what became of what was sent
   */
  public record Ledger(
      List<TurnReport> turns,
      List<ModelUse> uses,
      List<Message> waiting,
      List<Delivery> deliveries) {
    /** Copies the lists. */
    public Ledger {
      turns = List.copyOf(turns);
      uses = List.copyOf(uses);
      waiting = List.copyOf(waiting);
      deliveries = List.copyOf(deliveries);
    }
  }

  /**
   * What became of a message that was sent.
   *
   * @param message the message's id
   * @param outcome what is known
   */
  public record Delivery(String message, Outcome outcome) {}

  /** What can become of a message that was sent. */
  public enum Outcome {
    /** The channel took it. */
    DELIVERED,
    /** It will not be sent any more. */
    FAILED,
    /** Nobody knows whether it was sent; a person decides. */
    UNKNOWN
  }

  /**
   * Returns the proposal that waits for a person.
   *
   * @return empty if none does
   */
  public Optional<Approval> pendingApproval() {
    return approvals.stream().filter(Approval::pending).findFirst();
  }

  /**
   * Returns what all model calls cost.
   *
   * @return unknown if one of them is
   */
  public Cost cost() {
    return ledger.uses().stream().map(ModelUse::cost).reduce(Cost.ZERO, Cost::plus);
  }

  /**
   * Returns sizes only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ConversationView[version=" + version + ", " + messages.size() + " messages]";
  }
}

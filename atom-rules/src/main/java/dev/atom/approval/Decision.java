package dev.atom.approval;

import dev.atom.json.Json;
import java.util.Objects;

/**
 * A person's decision on exactly one proposal.
 *
 * @param person the person's id, which the host has authenticated; 1 to 200 characters
 * @param hash the hash of the proposal that the person has seen
 * @param verdict what is to happen
 * @param channel over what the person decided; 1 to 100 characters
 */
public record Decision(String person, String hash, Verdict verdict, String channel) {
  /** Refuses a decision that names nobody. */
  public Decision {
    Form.name("who decides", person, 200);
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(verdict, "verdict");
    Form.name("a channel", channel, 100);
  }

  /**
   * Returns a decision made directly, in the host's own screen.
   *
   * @param person the person's id
   * @param hash the hash of the proposal that the person has seen
   * @param verdict what is to happen
   * @return the decision
   */
  public static Decision of(String person, String hash, Verdict verdict) {
    return new Decision(person, hash, verdict, "direct");
  }

  /**
   * Returns the decision to do what is proposed.
   *
   * @param person the person's id
   * @param hash the hash of the proposal that the person has seen
   * @return the decision
   */
  public static Decision approve(String person, String hash) {
    return of(person, hash, new Verdict.Approve());
  }

  /**
   * Returns the decision to do something else instead.
   *
   * @param person the person's id
   * @param hash the hash of the proposal that the person has seen
   * @param value what is done
   * @return the decision
   */
  public static Decision edit(String person, String hash, Json value) {
    return of(person, hash, new Verdict.Edit(value));
  }

  /**
   * Returns the decision to do nothing.
   *
   * @param person the person's id
   * @param hash the hash of the proposal that the person has seen
   * @param reason why
   * @return the decision
   */
  public static Decision reject(String person, String hash, String reason) {
    return of(person, hash, new Verdict.Reject(reason));
  }

  /**
   * Returns the decision to ask for another proposal.
   *
   * @param person the person's id
   * @param hash the hash of the proposal that the person has seen
   * @param feedback what should be different
   * @return the decision
   */
  public static Decision revise(String person, String hash, String feedback) {
    return of(person, hash, new Verdict.Revise(feedback));
  }

  /**
   * Returns the decision to do it oneself.
   *
   * @param person the person's id
   * @param hash the hash of the proposal that the person has seen
   * @return the decision
   */
  public static Decision takeOver(String person, String hash) {
    return of(person, hash, new Verdict.TakeOver());
  }

  /**
   * Returns the same decision, made over a channel.
   *
   * @param channel such as {@code "slack"}
   * @return a copy
   */
  public Decision over(String channel) {
    return new Decision(person, hash, verdict, channel);
  }
}

package dev.atom.router.compare;

import dev.atom.model.ChatReply;
import dev.atom.model.ModelException;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What one model made of one request.
 *
 * @param model how the model is called in the comparison
 * @param reply what it replied; empty if it failed
 * @param failure why it failed; empty if it replied
 * @param duration how long it took
 * @param cost what it cost
 * @param fits whether the reply has the form that was asked for; empty if that was text
 * @param expected whether the reply is what was expected; empty if nothing was, or it failed
 * @param rating the judge's; empty without a judge or a reply, and if the judge failed
 */
public record Entry(
    String model,
    Optional<ChatReply> reply,
    Optional<ModelException> failure,
    Duration duration,
    Cost cost,
    Optional<Boolean> fits,
    Optional<Boolean> expected,
    Optional<Double> rating) {
  /** Refuses null. */
  public Entry {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(reply, "reply");
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(duration, "duration");
    Objects.requireNonNull(cost, "cost");
    Objects.requireNonNull(fits, "fits");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(rating, "rating");
  }
}

package dev.atom.router.catalogue;

import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.usage.Price;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a catalogue knows of a model beside its price. Immutable and thread-safe.
 *
 * @param model which model
 * @param mode what it is for
 * @param contextTokens how many tokens it can attend to; empty if not known
 * @param maxOutputTokens how many tokens it can answer at most; empty if not known
 * @param capabilities of {@link Capability#TOOLS}, {@link Capability#STRUCTURED_OUTPUT} (by a
 *     schema), {@link Capability#IMAGE_INPUT} and {@link Capability#REASONING} those that it has;
 *     nothing is said of others
 * @param responsesOnly whether it is served by the Responses protocol alone
 */
public record ModelFacts(
    ModelRef model,
    Price.Mode mode,
    OptionalLong contextTokens,
    OptionalLong maxOutputTokens,
    Set<Capability> capabilities,
    boolean responsesOnly) {
  /** The capabilities that a catalogue tells of. */
  public static final Set<Capability> TOLD =
      Set.of(
          Capability.TOOLS,
          Capability.STRUCTURED_OUTPUT,
          Capability.IMAGE_INPUT,
          Capability.REASONING);

  /** Copies the set. */
  public ModelFacts {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(contextTokens, "contextTokens");
    Objects.requireNonNull(maxOutputTokens, "maxOutputTokens");
    capabilities = Set.copyOf(capabilities);
  }
}

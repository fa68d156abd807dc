package dev.atom.providers.wire;

import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import java.util.Set;

/** Refuses what a model can't do. */
public final class Needs {
  private Needs() {}

  /** Refuses a request that needs what is not offered. */
  public static void check(
      ChatRequest request, boolean streaming, Set<Capability> offered, ModelRef asked) {
    Set<Capability> missing = Capability.neededBy(request, streaming);
    missing.removeAll(offered);
    if (!missing.isEmpty()) {
      throw missing(asked, "the request needs " + missing + ", which this model does not offer");
    }
  }

  public static CapabilityMissing missing(ModelRef asked, String why) {
    return new CapabilityMissing(Failure.at(asked).message(why + "; nothing was sent").build());
  }
}

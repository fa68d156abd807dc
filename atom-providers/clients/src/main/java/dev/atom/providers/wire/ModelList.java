package dev.atom.providers.wire;

import dev.atom.CallContext;
import dev.atom.providers.ModelInfo;
import java.util.List;

/** Lists a provider's models. Thread-safe. */
@FunctionalInterface
public interface ModelList {
  /** Returns all models that the key sees, in the provider's order; asks for page after page. */
  List<ModelInfo> models(CallContext context);
}

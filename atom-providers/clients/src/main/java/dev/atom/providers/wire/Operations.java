package dev.atom.providers.wire;

import dev.atom.model.ModelRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** What a protocol has words for: its chat, and what else it offers. Immutable. */
public final class Operations {
  /** No operation at all. */
  public static final Operations NONE = new Operations(Optional.empty(), Map.of());

  private final Optional<Dialect> dialect;
  private final Map<Class<?>, BiFunction<Client, ModelRef, ?>> factories;

  private Operations(
      Optional<Dialect> dialect, Map<Class<?>, BiFunction<Client, ModelRef, ?>> factories) {
    this.dialect = dialect;
    this.factories = Map.copyOf(factories);
  }

  /** Returns these operations with a chat. */
  public Operations chat(Dialect chat) {
    return new Operations(Optional.of(chat), factories);
  }

  /** Returns these operations with one more, made for a model of a provider. */
  public <T> Operations with(Class<T> type, BiFunction<Client, ModelRef, ? extends T> factory) {
    Map<Class<?>, BiFunction<Client, ModelRef, ?>> more = new LinkedHashMap<>(factories);
    more.put(type, factory);
    return new Operations(dialect, more);
  }

  /** Returns the kinds of operations beside the chat. */
  public Set<Class<?>> types() {
    return factories.keySet();
  }

  /** Tells whether there is such an operation. */
  public boolean has(Class<?> type) {
    return factories.containsKey(type);
  }

  /** Returns the chat's dialect, which a profile with chat must have. */
  public Dialect dialect() {
    return dialect.orElseThrow(() -> new IllegalStateException("the protocol has no chat"));
  }

  /** Makes an operation, which a profile that offers it must have. */
  public <T> T make(Class<T> type, Client client, ModelRef ref) {
    BiFunction<Client, ModelRef, ?> factory = factories.get(type);
    if (factory == null) {
      throw new IllegalStateException(
          "the protocol has no " + type.getSimpleName() + ", though the profile offers it");
    }
    return type.cast(factory.apply(client, ref));
  }
}

package dev.atom.notify;

import dev.atom.CallContext;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A receiver in memory: {@code before} and {@code after} it takes a message, something may happen. */
class TestChannel implements Channel {
  final List<Outbound> tries = new ArrayList<>();
  final List<CallContext> contexts = new ArrayList<>();
  final Map<String, Outbound> received = new HashMap<>();
  Consumer<Outbound> before = message -> {};
  Consumer<Outbound> after = message -> {};
  private final String name;
  private final Effect effect;

  TestChannel(String name, Effect effect) {
    this.name = name;
    this.effect = effect;
  }

  /** A receiver that can be asked. */
  static final class Checkable extends TestChannel implements CheckableChannel {
    int asked;
    Runnable asking = () -> {};

    Checkable(String name) {
      super(name, Effect.CHECKABLE);
    }

    @Override
    public Optional<String> find(Outbound message, CallContext context) {
      asked++;
      asking.run();
      return Optional.ofNullable(received.get(message.idempotencyKey())).map(m -> "found");
    }
  }

  /** The end of the process, as far as a test can have it. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Effect effect() {
    return effect;
  }

  @Override
  public String send(Outbound message, CallContext context) {
    tries.add(message);
    contexts.add(context);
    before.accept(message);
    received.put(message.idempotencyKey(), message);
    after.accept(message);
    return "receipt-" + tries.size();
  }
}

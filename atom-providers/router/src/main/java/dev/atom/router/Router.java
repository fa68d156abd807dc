package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import dev.atom.usage.PriceBook;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A model in front of others: it asks its targets in order until one answers.
 *
 * <p>Before anything is sent, targets that lack what the request needs are dropped. A request that
 * names a model goes only to targets of one provider: that of the first target with that name, else
 * of the first target.
 *
 * <p>After a failure the next target is asked at once, without waiting, unless the failure's remedy
 * is {@link ModelException.Remedy#NONE}; a cancelled call never goes on. A stream falls back until
 * the first piece of the reply; what fails later is passed on. All attempts share the deadline of
 * the call: targets that are left when it has passed are not asked, and the call ends with {@link
 * dev.atom.model.CallTimedOut}.
 *
 * <p>If all targets fail, the failure whose remedy asks least of the caller is thrown (a retry
 * before another key before another model; of several the first target's), so that {@link
 * ModelException#retryable()} is true if trying again can help at any target. The others are its
 * suppressed exceptions. If no target fits at all, {@link dev.atom.model.CapabilityMissing} tells
 * why, target by target.
 *
 * <p>Nothing is remembered from call to call, so that one tenant's bad key is nothing to another.
 * Thread-safe; it closes none of its targets.
 */
public final class Router implements ChatModel {
  private final Routing.Parts parts;
  private final IdSource ids;

  private Router(Builder builder) {
    parts =
        new Routing.Parts(
            List.copyOf(builder.targets),
            new Listeners(builder.listeners),
            new Bill(builder.prices),
            builder.clock);
    ids = builder.ids.orElseGet(() -> IdSource.timeOrdered(builder.clock, new SecureRandom()));
  }

  /**
   * Returns a builder of a router without targets.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns the first target's model.
   *
   * @return provider and name
   */
  @Override
  public ModelRef ref() {
    return parts.front();
  }

  /**
   * Returns what at least one target can do. A request that needs several of these is still refused
   * if no single target has them all.
   *
   * @return the union of the targets' capabilities, immutable
   */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> union = EnumSet.noneOf(Capability.class);
    parts.targets().forEach(target -> union.addAll(target.capabilities()));
    return Collections.unmodifiableSet(union);
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    Routing routing = begin(request, false, context);
    while (true) {
      Running attempt = routing.next();
      try {
        ChatReply reply = attempt.target().chat(request, context);
        routing.answered(attempt, reply);
        return reply;
      } catch (ModelException e) {
        routing.failed(attempt, e, false);
      } catch (RuntimeException | Error e) {
        routing.broke(attempt, e);
        throw e;
      }
    }
  }

  /**
   * Answers a request piece by piece. Returns when a target has accepted the request; reading may
   * still go over to another one until the first piece of the reply is there. {@link
   * dev.atom.model.ReplyEvent.Started} comes together with that piece and names the model that
   * answers.
   */
  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    RoutedStream.Contexts contexts = RoutedStream.Contexts.of(context);
    Routing routing = begin(request, true, contexts.own());
    return RoutedStream.open(routing, request, contexts);
  }

  private Routing begin(ChatRequest request, boolean streamed, CallContext context) {
    Candidates fitting = Candidates.of(request, streamed, parts.targets());
    return Routing.begin(parts, ids.next(), fitting, context);
  }

  /**
   * Returns the models of the targets.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Router" + parts.targets().stream().map(ChatModel::ref).toList();
  }

  /**
   * Builds a {@link Router}. Defaults: no targets (at least one is needed), no prices (every cost is
   * unknown), no listeners, the system's clock, ids of time and chance. Not thread-safe.
   */
  public static final class Builder {
    private final List<ChatModel> targets = new ArrayList<>();
    private final List<RouterListener> listeners = new ArrayList<>();
    private PriceBook prices = PriceBook.of(List.of());
    private Clock clock = Clock.systemUTC();
    private Optional<IdSource> ids = Optional.empty();

    private Builder() {}

    /**
     * Adds a target behind those given before. A router may be one; then both tell their listeners
     * of the call, so only one of them should bill it.
     *
     * @param model what is asked if all before it can't answer
     * @return this builder
     */
    public Builder target(ChatModel model) {
      targets.add(Objects.requireNonNull(model, "model"));
      return this;
    }

    /**
     * Sets what tokens cost. The price of the model that the reply names counts, or that of the
     * model that was asked if the former is not listed.
     *
     * @param prices the prices
     * @return this builder
     */
    public Builder prices(PriceBook prices) {
      this.prices = Objects.requireNonNull(prices, "prices");
      return this;
    }

    /**
     * Adds a listener behind those given before.
     *
     * @param listener is told of calls and attempts
     * @return this builder
     */
    public Builder listener(RouterListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Sets the clock that attempts are measured and priced by. Deadlines bring their own.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets where the ids of calls come from.
     *
     * @param ids the source
     * @return this builder
     */
    public Builder ids(IdSource ids) {
      this.ids = Optional.of(ids);
      return this;
    }

    /**
     * Returns the router.
     *
     * @return a new router
     * @throws IllegalStateException if there is no target
     */
    public Router build() {
      if (targets.isEmpty()) {
        throw new IllegalStateException("a router has no targets; add at least one");
      }
      return new Router(this);
    }
  }
}

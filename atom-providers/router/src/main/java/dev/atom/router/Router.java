package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.PromptCounter;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import dev.atom.router.health.Probe;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.reuse.KeptReply;
import dev.atom.router.reuse.ReplayedStream;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A model in front of others: it chooses a target for each call and goes over to another if that
 * fails.
 *
 * <p>A request whose model is the name of a {@link Route} takes that route, any other the first. Of
 * the route's targets those are dropped that lack what the request needs or are too small for it; a
 * request that names a model goes only to targets of one provider: that of the first target with that
 * name, else of the first target. The route's {@linkplain dev.atom.router.policy.Policy policy}
 * chooses among those of the first tier that are well.
 *
 * <p>After a failure the next target is asked at once, unless the failure's remedy is {@link
 * ModelException.Remedy#NONE}; a cancelled call never goes on. Only if none is left does the call wait,
 * see {@link Retries}. A stream falls back until the first piece of the reply; what fails later is
 * passed on unless the route says otherwise, see {@link MidStream}. All attempts share the deadline of
 * the call.
 *
 * <p>A target that fails again and again is left out for a while, see {@link
 * dev.atom.router.health.Breaker}: for all, if its server can't be reached; else for calls with the
 * same key only, see {@link KeyIds}, so that one user's bad key is nothing to another.
 *
 * <p>If all targets fail, the failure whose remedy asks least of the caller is thrown (a retry before
 * another key before another model; of several the first), so that {@link ModelException#retryable()}
 * is true if trying again can help at any target. The others are its suppressed exceptions. If no
 * target fits at all, {@link dev.atom.model.CapabilityMissing} or {@link
 * dev.atom.model.ContextTooLong} tells why, target by target. A {@link Guard} that refuses all of them
 * has its own exception thrown.
 *
 * <p>A route may keep replies, see {@link dev.atom.router.cache.ReplyCache}: then nothing is asked for an
 * equal request, and no guard is. A stream out of a cache has ended for listeners when it is opened.
 *
 * <p>Every reply carries its {@link RoutingTrace}. Thread-safe; it closes none of its targets.
 */
public final class Router implements ChatModel {
  private final Map<String, Lanes> routes = new LinkedHashMap<>();
  private final Lanes first;
  private final RouterParts parts;
  private final PromptCounter counter;
  private final IdSource ids;
  private final RouterHealth health;
  private final Map<String, RouteCache> caches;

  Router(RouterBuilder builder) {
    List<Route> given = builder.routes();
    parts = builder.parts(given);
    given.forEach(route -> routes.put(route.name(), builder.lanes(route, parts.fleet())));
    first = routes.values().iterator().next();
    counter = builder.counter();
    ids = builder.ids();
    health = builder.health(parts.fleet());
    caches = builder.caches(given, parts);
  }

  /**
   * Returns a builder of a router without routes.
   *
   * @return a new builder
   */
  public static RouterBuilder newBuilder() {
    return new RouterBuilder();
  }

  /**
   * Returns the first target's model.
   *
   * @return provider and name
   */
  @Override
  public ModelRef ref() {
    return first.get(0).target().ref();
  }

  /**
   * Returns what at least one target of the first route can do. A request that needs several of these
   * is still refused if no single target has them all.
   *
   * @return the union of the targets' capabilities, immutable
   */
  @Override
  public Set<Capability> capabilities() {
    return union(first);
  }

  private static Set<Capability> union(Lanes lanes) {
    Set<Capability> union = EnumSet.noneOf(Capability.class);
    lanes.route().targets().forEach(target -> union.addAll(target.capabilities()));
    return Collections.unmodifiableSet(union);
  }

  /**
   * Returns the names of the routes.
   *
   * @return in order, immutable
   */
  public List<String> routes() {
    return List.copyOf(routes.keySet());
  }

  /**
   * Returns one route as a model.
   *
   * @param name the route's name
   * @return a model whose calls take that route
   * @throws IllegalArgumentException if there is no such route
   */
  public ChatModel route(String name) {
    Lanes lanes = routes.get(name);
    if (lanes == null) {
      throw new IllegalArgumentException(
          "there is no route " + name + "; there are " + routes.keySet());
    }
    return new RouteModel(this, name, lanes.get(0).target().ref(), union(lanes));
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    Beginning call = begin(request, false, context);
    Share share = call.share();
    if (share.hit().isPresent()) {
      return call.reply(share.hit().get(), share.similarity());
    }
    try {
      CallRun run = call.run();
      Asking.Won<ChatReply> won = new Asking<>(run, WholeReply.ASKER).answer(call.asked);
      ChatReply reply = run.answered(won.running(), won.answer());
      share.making().ifPresent(making -> making.made(reply));
      return reply;
    } catch (RuntimeException | Error e) {
      share.giveUp();
      throw e;
    }
  }

  /**
   * Answers a request piece by piece. Returns when the first piece is there, up to which any number of
   * targets may have been asked. {@link dev.atom.model.ReplyEvent.Started} names the model that
   * answers.
   */
  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    Beginning call = begin(request, true, context.child());
    Share share = call.share();
    if (share.hit().isPresent()) {
      return new ReplayedStream(call.reply(share.hit().get(), share.similarity()));
    }
    try {
      ReplyStream stream = RoutedStream.open(call.run(), call.asked);
      return share.making().isPresent() ? new SharedStream(stream, share.making().get()) : stream;
    } catch (RuntimeException | Error e) {
      share.giveUp();
      throw e;
    }
  }

  Fleet fleet() {
    return parts.fleet();
  }

  Optional<Lanes> lanesOf(String route) {
    return Optional.ofNullable(routes.get(route));
  }

  private Beginning begin(ChatRequest request, boolean streamed, CallContext context) {
    Lanes lanes = lanes(request);
    ChatRequest asked = plain(request);
    RequestFacts facts = facts(asked, streamed, context);
    RoutedCall call =
        new RoutedCall(
            ids.next(),
            lanes.route().name(),
            facts.tenant(),
            facts.user(),
            facts.tags(),
            streamed,
            facts.promptTokens(),
            parts.clock().instant());
    Booking booking =
        new Booking(call, parts.listener(), parts.bill(), parts.fleet(), parts.clock());
    return new Beginning(lanes, asked, facts, booking, context);
  }

  /** A call of which the listeners know. */
  private final class Beginning {
    private final Lanes lanes;
    private final ChatRequest asked;
    private final RequestFacts facts;
    private final Booking booking;
    private final CallContext context;

    Beginning(
        Lanes lanes, ChatRequest asked, RequestFacts facts, Booking booking, CallContext context) {
      this.lanes = lanes;
      this.asked = asked;
      this.facts = facts;
      this.booking = booking;
      this.context = context;
    }

    Share share() {
      RouteCache cache = caches.get(lanes.route().name());
      if (cache == null) {
        return Share.ALONE;
      }
      try {
        return cache.share(asked, context);
      } catch (RuntimeException | Error e) {
        booking.failed(e);
        throw e;
      }
    }

    ChatReply reply(KeptReply kept, OptionalDouble similarity) {
      ChatReply reply = kept.reply().toBuilder().usage(Usage.ZERO).build();
      Usage saved = kept.reply().usage();
      RoutingTrace trace =
          booking.cached(
              asked,
              reply,
              new Attempt.Outcome.Cached(reply.model(), saved, kept.storedAt(), similarity));
      return parts.traced() ? reply.toBuilder().attach(trace).build() : reply;
    }

    CallRun run() {
      Fitting fitting = Fitting.of(lanes, selection(lanes, facts, context));
      return new CallRun(parts, lanes, fitting, booking, context);
    }
  }

  private RequestFacts facts(ChatRequest asked, boolean streamed, CallContext context) {
    long tokens = counter.count(asked, context).tokens();
    return RequestFacts.of(asked, streamed, tokens, context);
  }

  private Selection selection(Lanes lanes, RequestFacts facts, CallContext context) {
    return new Selection(lanes, parts.fleet(), facts, context, parts.clock(), parts.random());
  }

  private Lanes lanes(ChatRequest request) {
    return request.model().map(routes::get).orElse(first);
  }

  /** The request without a route's name as its model. */
  private ChatRequest plain(ChatRequest request) {
    boolean names = request.model().map(routes::containsKey).orElse(false);
    return names ? request.toBuilder().anyModel().build() : request;
  }

  /**
   * Tells what would be done with a request now, and does nothing.
   *
   * @param request the request
   * @param streamed whether the reply is to come piece by piece
   * @param context for whom
   * @return the decision
   */
  public Decision explain(ChatRequest request, boolean streamed, CallContext context) {
    Lanes lanes = lanes(request);
    Selection selection = selection(lanes, facts(plain(request), streamed, context), context);
    Fitting fitting = Fitting.of(lanes, selection);
    int chosen = fitting.set() == 0 ? -1 : selection.peek(fitting.set());
    return new Decision(
        lanes.route().name(),
        selection.facts(),
        fitting.candidates(),
        chosen < 0 ? Optional.empty() : Optional.of(selection.name(chosen)));
  }

  /**
   * Returns how the targets are.
   *
   * @return a view of the present
   */
  public RouterHealth health() {
    return health;
  }

  /**
   * Looks once at every target that may be called now, one after the other, and lets the breakers know.
   *
   * @param probe how to look
   * @param context for whom, which says whose keys are used, and how long it may take
   */
  public void probe(Probe probe, CallContext context) {
    Probing.once(parts.fleet(), probe, context);
  }

  /**
   * Looks at every target again and again, so that one that is back is found without a caller's call.
   * On one virtual thread, beginning now.
   *
   * @param probe how to look
   * @param every the time between one look and the next
   * @param context for whom, which says whose keys are used
   * @return closing it ends the looks
   */
  public AutoCloseable probeEvery(Duration every, Probe probe, CallContext context) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("every is " + every + "; it must be longer than zero");
    }
    CallContext own = context.child();
    return new Probing(() -> probe(probe, own), every, own);
  }

  /**
   * Returns the models of the targets.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Router" + routes.values().stream().map(Lanes::route).toList();
  }
}

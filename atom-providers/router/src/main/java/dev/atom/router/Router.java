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
import dev.atom.router.health.Probe;
import dev.atom.router.policy.RequestFacts;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>Every reply carries its {@link RoutingTrace}. Thread-safe; it closes none of its targets.
 */
public final class Router implements ChatModel {
  private final Map<String, Lanes> routes = new LinkedHashMap<>();
  private final Lanes first;
  private final RouterParts parts;
  private final PromptCounter counter;
  private final IdSource ids;
  private final RouterHealth health;

  Router(RouterBuilder builder) {
    List<Route> given = builder.routes();
    parts = builder.parts(given);
    given.forEach(route -> routes.put(route.name(), builder.lanes(route, parts.fleet())));
    first = routes.values().iterator().next();
    counter = builder.counter();
    ids = builder.ids();
    health = builder.health(parts.fleet());
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
    CallRun run = begin(request, false, context);
    ChatRequest asked = plain(request);
    Asking.Won<ChatReply> won = new Asking<>(run, WholeReply.ASKER).answer(asked);
    return run.answered(won.running(), won.answer());
  }

  /**
   * Answers a request piece by piece. Returns when the first piece is there, up to which any number of
   * targets may have been asked. {@link dev.atom.model.ReplyEvent.Started} names the model that
   * answers.
   */
  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    CallContext own = context.child();
    return RoutedStream.open(begin(request, true, own), plain(request));
  }

  Fleet fleet() {
    return parts.fleet();
  }

  Optional<Lanes> lanesOf(String route) {
    return Optional.ofNullable(routes.get(route));
  }

  private CallRun begin(ChatRequest request, boolean streamed, CallContext context) {
    Lanes lanes = lanes(request);
    Selection selection = selection(lanes, request, streamed, context);
    RequestFacts facts = selection.facts();
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
    return new CallRun(parts, lanes, Fitting.of(lanes, selection), booking, context);
  }

  private Selection selection(
      Lanes lanes, ChatRequest request, boolean streamed, CallContext context) {
    ChatRequest asked = plain(request);
    long tokens = counter.count(asked, context).tokens();
    RequestFacts facts = RequestFacts.of(asked, streamed, tokens, context);
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
    Selection selection = selection(lanes, request, streamed, context);
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

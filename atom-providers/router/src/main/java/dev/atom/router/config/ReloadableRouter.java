package dev.atom.router.config;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import dev.atom.router.Router;
import dev.atom.router.RouterBuilder;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A router that takes another configuration while calls run.
 *
 * {@snippet file="dev/atom/router/config/ReloadableRouterTest.java" region="reload"}
 *
 * <p>Guarantees: calls under way, and streams that are open, end on the router that they began with;
 * calls that come after {@link #reload} has returned take the new one. A document with faults changes
 * nothing. What was learned of targets that stay is kept: breakers, keys that are out, times, replies'
 * lengths, the history of health ({@link RouterBuilder#continuing}). Limits keep their buckets and
 * budgets what was spent, as limiter and store are the parts' own; each call under way settles where it
 * has reserved.
 *
 * <p>Thread-safe; it closes nothing.
 */
public final class ReloadableRouter implements ChatModel {
  private final ConfigParts parts;
  private final Consumer<RouterBuilder> host;
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile State state;

  /** A configuration and the router that it made. */
  private record State(RouterConfig config, Router router) {}

  private ReloadableRouter(Json document, ConfigParts parts, Consumer<RouterBuilder> host) {
    this.parts = Objects.requireNonNull(parts, "parts");
    this.host = Objects.requireNonNull(host, "host");
    RouterConfig config = RouterConfig.parse(document, parts);
    RouterBuilder builder = Router.newBuilder();
    host.accept(builder);
    state = new State(config, config.configure(builder).build());
    config.limit();
  }

  /**
   * Returns a router of a document.
   *
   * @param document the first configuration
   * @param parts what documents may call by name; the same for all that follow
   * @return the router
   * @throws InvalidConfig if anything in the document is wrong
   */
  public static ReloadableRouter of(Json document, ConfigParts parts) {
    return new ReloadableRouter(document, parts, builder -> {});
  }

  /**
   * Returns a router of a document, with what is code beside it.
   *
   * @param document the first configuration
   * @param parts what documents may call by name; the same for all that follow
   * @param host sets listeners, key ids, the clock and the like, on a new builder for each
   *     configuration; the same each time
   * @return the router
   * @throws InvalidConfig if anything in the document is wrong
   */
  public static ReloadableRouter of(
      Json document, ConfigParts parts, Consumer<RouterBuilder> host) {
    return new ReloadableRouter(document, parts, host);
  }

  /**
   * Takes another configuration. Limits change an instant before the routes do.
   *
   * @param document the whole configuration
   * @return what holds now
   * @throws InvalidConfig if anything in the document is wrong; the one before goes on
   */
  public RouterConfig reload(Json document) {
    reloading.lock();
    try {
      RouterConfig config = RouterConfig.parse(document, parts);
      RouterBuilder builder = Router.newBuilder();
      host.accept(builder);
      Router next = config.configure(builder).continuing(state.router).build();
      config.limit();
      state = new State(config, next);
      return config;
    } finally {
      reloading.unlock();
    }
  }

  /**
   * Returns the configuration that holds.
   *
   * @return the one that was read last without fault
   */
  public RouterConfig config() {
    return state.config;
  }

  /**
   * Returns the router of the present, for {@link Router#explain}, {@link Router#health} and {@link
   * Router#probe}. Don't keep it: calls on it go by its configuration for ever.
   *
   * @return the router that new calls take
   */
  public Router router() {
    return state.router;
  }

  /**
   * Returns one route as a model that follows the configuration.
   *
   * @param name the route's name
   * @return a model; its calls fail with {@link IllegalArgumentException} while there is no such route
   * @throws IllegalArgumentException if there is none now
   */
  public ChatModel route(String name) {
    state.router.route(name);
    return new NamedRoute(this, name);
  }

  @Override
  public ModelRef ref() {
    return state.router.ref();
  }

  @Override
  public Set<Capability> capabilities() {
    return state.router.capabilities();
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    return state.router.chat(request, context);
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    return state.router.stream(request, context);
  }

  @Override
  public String toString() {
    return "Reloadable" + state.router;
  }

  /** A route of whatever router is the present one. */
  private record NamedRoute(ReloadableRouter whole, String name) implements ChatModel {
    private ChatModel now() {
      return whole.state.router.route(name);
    }

    @Override
    public ModelRef ref() {
      return now().ref();
    }

    @Override
    public Set<Capability> capabilities() {
      return now().capabilities();
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      return now().chat(request, context);
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      return now().stream(request, context);
    }
  }
}

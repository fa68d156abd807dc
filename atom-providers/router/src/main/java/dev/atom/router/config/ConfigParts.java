package dev.atom.router.config;

import dev.atom.IdSource;
import dev.atom.budget.BudgetListener;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.Budgets;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.router.cache.ReplyCache;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.router.policy.Policy;
import dev.atom.router.policy.RequestFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The host's side of a configuration: the clients, policies and other code that a document calls by
 * name, and where limits and budgets are kept. Keep one for all readings, so that a new configuration
 * meets the same clients. Thread-safe if what it was given is.
 */
public final class ConfigParts {
  private final Map<String, Client> clients;
  private final Map<String, Policy> policies;
  private final Map<String, Predicate<RequestFacts>> conditions;
  private final Map<String, UnaryOperator<ChatRequest>> changes;
  private final Map<String, ReplyCache> caches;
  private final Map<String, String> units;
  private final Optional<Limiter> limiter;
  private final Optional<Supplier<Budgets.Builder>> budgets;
  private final Supplier<ModelCatalogue> catalogue;

  private ConfigParts(Builder builder) {
    clients = new LinkedHashMap<>(builder.clients);
    policies = new LinkedHashMap<>(builder.policies);
    conditions = new LinkedHashMap<>(builder.conditions);
    changes = new LinkedHashMap<>(builder.changes);
    caches = new LinkedHashMap<>(builder.caches);
    units = new LinkedHashMap<>(builder.units);
    limiter = builder.limiter;
    budgets = builder.budgets;
    catalogue = builder.catalogue;
  }

  /**
   * Returns a builder without parts.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * How a provider's models are reached.
   *
   * @param own the client as it is, if it has a model of its own
   * @param model the client for a model of that name
   */
  record Client(Optional<ChatModel> own, Function<String, ChatModel> model) {}

  Map<String, Client> clients() {
    return clients;
  }

  Map<String, Policy> policies() {
    return policies;
  }

  Map<String, Predicate<RequestFacts>> conditions() {
    return conditions;
  }

  Map<String, UnaryOperator<ChatRequest>> changes() {
    return changes;
  }

  Map<String, ReplyCache> caches() {
    return caches;
  }

  /** Each by its own name. */
  Map<String, String> units() {
    return units;
  }

  Optional<Limiter> limiter() {
    return limiter;
  }

  Optional<Supplier<Budgets.Builder>> budgets() {
    return budgets;
  }

  ModelCatalogue catalogue() {
    return catalogue.get();
  }

  /**
   * Builds {@link ConfigParts}. By default there are no clients, policies, conditions, changes and caches, no
   * limiter and no budgets; units are those that a router counts, the catalogue is the bundled one.
   * Not thread-safe.
   */
  public static final class Builder {
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    private final Map<String, Predicate<RequestFacts>> conditions = new LinkedHashMap<>();
    private final Map<String, UnaryOperator<ChatRequest>> changes = new LinkedHashMap<>();
    private final Map<String, ReplyCache> caches = new LinkedHashMap<>();
    private final Map<String, String> units = new LinkedHashMap<>();
    private Optional<Limiter> limiter = Optional.empty();
    private Optional<Supplier<Budgets.Builder>> budgets = Optional.empty();
    private Supplier<ModelCatalogue> catalogue = onceRead();

    private Builder() {
      unit(LimitedCall.REQUESTS);
      unit(LimitedCall.TOKENS);
      unit(LimitedCall.INPUT_TOKENS);
      unit(LimitedCall.OUTPUT_TOKENS);
    }

    private static Supplier<ModelCatalogue> onceRead() {
      AtomicReference<ModelCatalogue> read = new AtomicReference<>();
      return () -> read.updateAndGet(known -> known == null ? ModelCatalogue.bundled() : known);
    }

    /**
     * Adds a client of all models of a provider, as {@link dev.atom.router.Target#of(ChatModel,
     * String)} takes it. What becomes of one key at the provider then holds for all its models.
     *
     * @param name what stands before the slash in a target's {@code model}: the provider, or a name of
     *     the host's such as {@code azure-west}; no slash
     * @param client the client; its provider is the one that prices and limits go by
     * @return this builder
     */
    public Builder client(String name, ChatModel client) {
      Objects.requireNonNull(client, "client");
      return add(name, new Client(Optional.of(client), model -> client));
    }

    /**
     * Adds a provider that has a client for each of its models. It is asked once for each name, so that
     * a new configuration meets the same client.
     *
     * @param name what stands before the slash of a target's model; no slash
     * @param models gives the client of the model of a name
     * @return this builder
     */
    public Builder clients(String name, Function<String, ChatModel> models) {
      Objects.requireNonNull(models, "models");
      Map<String, ChatModel> made = new ConcurrentHashMap<>();
      return add(name, new Client(Optional.empty(), model -> made.computeIfAbsent(model, models)));
    }

    private Builder add(String name, Client client) {
      if (name.isBlank() || name.contains("/")) {
        throw new IllegalArgumentException(
            "a client's name is not blank and has no slash: \"" + name + "\"");
      }
      clients.put(name, client);
      return this;
    }

    /**
     * Adds a policy of the host's own.
     *
     * @param name by which documents call it
     * @param policy the policy
     * @return this builder
     */
    public Builder policy(String name, Policy policy) {
      policies.put(name, Objects.requireNonNull(policy, "policy"));
      return this;
    }

    /**
     * Adds a condition of the host's own.
     *
     * @param name by which documents call it
     * @param condition true for the requests that are meant
     * @return this builder
     */
    public Builder condition(String name, Predicate<RequestFacts> condition) {
      conditions.put(name, Objects.requireNonNull(condition, "condition"));
      return this;
    }

    /**
     * Adds a change of requests that options can't say.
     *
     * @param name by which documents call it
     * @param change as {@link dev.atom.router.Target#request} takes it
     * @return this builder
     */
    public Builder change(String name, UnaryOperator<ChatRequest> change) {
      changes.put(name, Objects.requireNonNull(change, "change"));
      return this;
    }

    /**
     * Adds a cache of replies that routes may have.
     *
     * @param name by which documents call it
     * @param cache where and how replies are kept
     * @return this builder
     */
    public Builder cache(String name, ReplyCache cache) {
      caches.put(name, Objects.requireNonNull(cache, "cache"));
      return this;
    }

    /**
     * Adds a unit that limits may count beside {@code requests}, {@code tokens}, {@code input-tokens}
     * and {@code output-tokens}.
     *
     * @param name one that calls on the limiter ask for
     * @return this builder
     */
    public Builder unit(String name) {
      units.put(name, name);
      return this;
    }

    /**
     * Sets the limiter whose rules the document says; a document with limits needs one. It stays the
     * host's to close.
     *
     * @param limiter one for all configurations that follow each other, so that its buckets stay
     * @return this builder
     */
    public Builder limiter(Limiter limiter) {
      this.limiter = Optional.of(limiter);
      return this;
    }

    /**
     * Sets where budgets are kept; a document with budgets needs it.
     *
     * @param store one for all configurations that follow each other; stays the host's to close
     * @param ids names reservations
     * @param listener hears when budgets run low
     * @return this builder
     */
    public Builder budgets(BudgetStore store, IdSource ids, BudgetListener listener) {
      Objects.requireNonNull(store, "store");
      Objects.requireNonNull(ids, "ids");
      Objects.requireNonNull(listener, "listener");
      budgets = Optional.of(() -> Budgets.newBuilder(store, ids).listener(listener));
      return this;
    }

    /**
     * Sets the catalogue that prices and facts of models are taken from where the document says {@code
     * bundled}, in place of the one that comes along.
     *
     * @param catalogue the catalogue
     * @return this builder
     */
    public Builder catalogue(ModelCatalogue catalogue) {
      Objects.requireNonNull(catalogue, "catalogue");
      this.catalogue = () -> catalogue;
      return this;
    }

    /**
     * Returns the parts.
     *
     * @return the parts
     */
    public ConfigParts build() {
      return new ConfigParts(this);
    }
  }
}

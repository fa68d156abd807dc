package dev.atom.router.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The members of an object of the document. The schema has a definition of the same name with the same
 * members; a test holds them together.
 *
 * @param name of the schema's definition
 * @param required the members that must be there
 * @param optional the others
 */
record Shape(String name, List<String> required, List<String> optional) {
  static final Shape ROUTER =
      new Shape(
          "router",
          List.of("routes"),
          List.of("$schema", "targets", "prices", "breaker", "limits", "budgets", "traces"));
  static final Shape TARGET =
      new Shape(
          "target",
          List.of(),
          List.of(
              "model",
              "client",
              "tier",
              "weight",
              "tags",
              "context_tokens",
              "facts",
              "without",
              "only_if",
              "options",
              "change",
              "price_tier",
              "price_region"));
  static final Shape INLINE_TARGET =
      new Shape("inline_target", List.of(), and("name", TARGET.optional));
  static final Shape OPTIONS =
      new Shape(
          "options",
          List.of(),
          List.of(
              "max_output_tokens",
              "temperature",
              "top_p",
              "stop",
              "reasoning_effort",
              "reasoning_tokens",
              "reasoning_shown",
              "parallel_tools",
              "cache_key",
              "extra"));
  static final Shape ROUTE =
      new Shape(
          "route",
          List.of("name", "targets"),
          List.of("policy", "retries", "hedging", "mid_stream", "cache"));
  static final Shape RETRIES =
      new Shape("retries", List.of(), List.of("rounds", "first_wait", "longest_wait"));
  static final Shape HEDGING =
      new Shape("hedging", List.of(), List.of("least_wait", "least_calls"));
  static final Shape POLICY =
      new Shape(
          "policy_object",
          List.of(),
          List.of("cheapest", "tagged", "own", "when", "policy", "otherwise"));
  static final Shape CONDITION =
      new Shape(
          "condition",
          List.of(),
          List.of(
              "prompt_tokens",
              "max_output_tokens",
              "needs",
              "model",
              "tenant",
              "user",
              "tags",
              "all",
              "any",
              "not",
              "own"));
  static final Shape RANGE = new Shape("range", List.of(), List.of("at_least", "below"));
  static final Shape BREAKER =
      new Shape(
          "breaker",
          List.of(),
          List.of(
              "window",
              "least_calls",
              "failure_share",
              "connect_failures",
              "first_pause",
              "longest_pause",
              "key_pause",
              "ramp_step"));
  static final Shape LIMITS =
      new Shape(
          "limits", List.of("rules"), List.of("waiting", "waiting_per_tenant", "longest_wait"));
  static final Shape LIMIT =
      new Shape(
          "limit",
          List.of("name", "amount", "unit"),
          List.of("per", "at_once", "burst", "held_at_most", "by", "only", "tenants", "exempt"));
  static final Shape TENANT_LIMIT = new Shape("tenant_limit", List.of("amount"), List.of("burst"));
  static final Shape BUDGETS = new Shape("budgets", List.of("amounts"), List.of("lease"));
  static final Shape BUDGET =
      new Shape(
          "budget",
          List.of("name", "usd", "period"),
          List.of("per", "only", "lapse", "unpriced", "warn_at"));
  static final Shape PERIOD =
      new Shape("period_object", List.of(), List.of("every", "zone", "rolling"));
  static final Shape PRICES =
      new Shape("prices", List.of(), List.of("bundled", "version", "models", "exchange"));

  static final List<Shape> ALL =
      List.of(
          ROUTER,
          TARGET,
          INLINE_TARGET,
          OPTIONS,
          ROUTE,
          RETRIES,
          HEDGING,
          POLICY,
          CONDITION,
          RANGE,
          BREAKER,
          LIMITS,
          LIMIT,
          TENANT_LIMIT,
          BUDGETS,
          BUDGET,
          PERIOD,
          PRICES);

  List<String> members() {
    List<String> all = new ArrayList<>(required);
    all.addAll(optional);
    return all;
  }

  private static List<String> and(String first, List<String> others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return List.copyOf(all);
  }
}

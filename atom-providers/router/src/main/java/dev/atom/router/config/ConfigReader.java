package dev.atom.router.config;

import dev.atom.router.Route;
import dev.atom.router.Target;
import dev.atom.router.health.BreakerSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a whole document; what it gives means nothing if there were problems. */
final class ConfigReader {
  private final List<Route> routes;
  private final PricesReader.Prices prices;
  private final BreakerSettings breaker;
  private final boolean traced;
  private final LimitReader.Limits limits;
  private final BudgetReader.All budgets;

  ConfigReader(Field document, ConfigParts parts) {
    document.shaped(Shape.ROUTER);
    document.get("$schema").ifPresent(Field::text);
    PricesReader catalogue = new PricesReader(parts);
    prices = document.get("prices").map(catalogue::read).orElseGet(catalogue::usual);
    TargetReader targets = new TargetReader(parts, prices::facts);
    Map<String, Optional<Target>> named =
        document.get("targets").map(targets::named).orElse(Map.of());
    RouteReader reader = new RouteReader(named, targets, new PolicyReader(parts), parts.caches());
    routes = document.get("routes").map(reader::read).orElse(List.of());
    breaker = document.get("breaker").map(BreakerReader::read).orElse(BreakerSettings.DEFAULT);
    limits =
        document
            .get("limits")
            .map(found -> new LimitReader(parts).read(found))
            .orElse(LimitReader.Limits.NONE);
    budgets =
        document
            .get("budgets")
            .map(found -> new BudgetReader(parts).read(found))
            .orElse(BudgetReader.All.NONE);
    traced = document.get("traces").map(Field::flag).orElse(true);
  }

  List<Route> routes() {
    return routes;
  }

  PricesReader.Prices prices() {
    return prices;
  }

  BreakerSettings breaker() {
    return breaker;
  }

  boolean traced() {
    return traced;
  }

  LimitReader.Limits limits() {
    return limits;
  }

  BudgetReader.All budgets() {
    return budgets;
  }
}

package dev.atom.router.whatif;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** A replay as text and as JSON. */
final class ReplayForms {
  private static final int DECIMALS = 6;

  private ReplayForms() {}

  static String text(Replay replay) {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(cell(replay.name()));
    text.append(" | calls | actual | replayed calls | replayed | difference | ratio |\n");
    text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    line(text, "all", replay.total());
    lines(text, "model ", replay.byModel());
    lines(text, "route ", replay.byRoute());
    lines(text, "tenant ", replay.byTenant());
    lines(text, "", replay.byDay());
    text.append("\nOf the actual cost ")
        .append(usd(replay.unanswered()))
        .append(" went to attempts without an answer.\n");
    text.append("\nLeft out:\n");
    if (replay.leftOut().isEmpty()) {
      text.append("- nothing\n");
    }
    for (LeftOut out : replay.leftOut()) {
      text.append("- ").append(out.calls()).append(" calls: ").append(out.reason().text());
      text.append("; known to have cost ").append(usd(out.actual()));
      text.append(out.examples().isEmpty() ? "" : " (" + String.join("; ", out.examples()) + ")");
      text.append('\n');
    }
    text.append("\nAssumed:\n");
    for (Assumption assumption : replay.assumptions()) {
      text.append("- ").append(assumption.text());
      text.append(" (").append(assumption.calls()).append(" calls)\n");
    }
    return text.toString();
  }

  private static void lines(StringBuilder text, String what, List<ReplayLine> lines) {
    for (ReplayLine line : lines) {
      line(text, what + (line.key().isEmpty() ? "not told" : line.key()), line);
    }
  }

  private static void line(StringBuilder text, String label, ReplayLine line) {
    text.append("| ").append(cell(label));
    text.append(" | ").append(line.calls());
    text.append(" | ").append(usd(line.actual()));
    text.append(" | ").append(line.replayedCalls());
    text.append(" | ").append(usd(line.replayed()));
    text.append(" | ").append(usd(line.difference()));
    text.append(" | ").append(percent(line)).append(" |\n");
  }

  private static String percent(ReplayLine line) {
    if (line.actual().signum() == 0) {
      return "-";
    }
    BigDecimal share = line.replayed().divide(line.actual(), MathContext.DECIMAL32);
    return share.movePointRight(2).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + " %";
  }

  private static String usd(BigDecimal amount) {
    BigDecimal rounded =
        amount.scale() > DECIMALS ? amount.setScale(DECIMALS, RoundingMode.HALF_EVEN) : amount;
    String sign = rounded.signum() < 0 ? "-$" : "$";
    return sign + plain(rounded.abs()).toPlainString();
  }

  /** Without zeros at the end, but those before the point. */
  static BigDecimal plain(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\R", " ");
  }

  static Json json(Replay replay) {
    JsonObjectBuilder json = Json.object().put("name", replay.name());
    json.put("total", json(replay.total()));
    replay.ratio().ifPresent(ratio -> json.put("ratio", ratio));
    json.put("unansweredUsd", replay.unanswered());
    json.put("byModel", keyed(replay.byModel()));
    json.put("byRoute", keyed(replay.byRoute()));
    json.put("byTenant", keyed(replay.byTenant()));
    json.put("byDay", keyed(replay.byDay()));
    json.put("leftOut", replay.leftOut().stream().map(ReplayForms::json).toList());
    json.put("assumptions", replay.assumptions().stream().map(ReplayForms::json).toList());
    return json.build();
  }

  private static List<Json> keyed(List<ReplayLine> lines) {
    return lines.stream()
        .map(line -> (Json) Json.object().put("key", line.key()).putAll(json(line)).build())
        .toList();
  }

  private static Json.Obj json(ReplayLine line) {
    return Json.object()
        .put("calls", line.calls())
        .put("actualUsd", line.actual())
        .put("replayedCalls", line.replayedCalls())
        .put("replayedUsd", line.replayed())
        .put("differenceUsd", line.difference())
        .build();
  }

  private static Json json(LeftOut out) {
    return Json.object()
        .put("reason", out.reason().name())
        .put("text", out.reason().text())
        .put("calls", out.calls())
        .put("actualUsd", out.actual())
        .put("examples", out.examples().stream().map(Json::of).toList())
        .build();
  }

  private static Json json(Assumption assumption) {
    return Json.object()
        .put("kind", assumption.kind().name())
        .put("text", assumption.text())
        .put("calls", assumption.calls())
        .build();
  }
}

package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.ledger.BookedCost;
import dev.atom.ledger.Content;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Usage records as rows. */
final class UsageRows {
  private static final String COLUMNS =
      "tenant, id, at, call_id, attempt, user_id, route, endpoint, provider, model,"
          + " answered_provider, answered_model, outcome, error, input, cached, cache_write, output,"
          + " reasoning, more_usage, usage_known, nanos, rest, unknown_cost, estimated, latency,"
          + " first_token, key_fingerprint, tags, content";

  private static final String INSERT =
      "INSERT INTO #usage ("
          + COLUMNS
          + ") VALUES ("
          + String.join(", ", Collections.nCopies(30, "?"))
          + ") ON CONFLICT (tenant, id) DO NOTHING";

  static final String SELECT = "SELECT number, " + COLUMNS + " FROM #usage";

  private UsageRows() {}

  static int insert(Session session, List<UsageRecord> records) throws SQLException {
    PreparedStatement statement = session.batch(INSERT);
    try {
      for (UsageRecord record : records) {
        session.prepared(INSERT, values(record));
        statement.addBatch();
      }
      int fresh = 0;
      for (int rows : statement.executeBatch()) {
        fresh += rows;
      }
      return fresh;
    } finally {
      statement.clearBatch();
    }
  }

  private static @Nullable Object[] values(UsageRecord record) {
    Usage usage = record.usage();
    Optional<BookedCost> cost =
        record.cost() instanceof Cost.Known known
            ? Optional.of(BookedCost.of(known.usd()))
            : Optional.empty();
    return new @Nullable Object[] {
      record.tenant(),
      record.id(),
      Micros.of(record.at()),
      record.callId(),
      record.attempt(),
      record.user().orElse(null),
      record.route().orElse(null),
      record.endpoint().orElse(null),
      record.asked().provider(),
      record.asked().name(),
      record.answered().map(ModelRef::provider).orElse(null),
      record.answered().map(ModelRef::name).orElse(null),
      record.outcome().name(),
      record.error().orElse(null),
      usage.inputTokens(),
      usage.cachedInputTokens(),
      usage.cacheWriteTokens(),
      usage.outputTokens(),
      usage.reasoningTokens(),
      moreUsage(usage).orElse(null),
      usage.known() ? 1 : 0,
      cost.map(BookedCost::nanos).orElse(null),
      cost.map(BookedCost::rest).orElse(null),
      record.cost() instanceof Cost.Unknown unknown ? unknown.reason() : null,
      record.estimated() ? 1 : 0,
      TimeUnit.MICROSECONDS.convert(record.latency()),
      record.firstToken().map(TimeUnit.MICROSECONDS::convert).orElse(null),
      record.keyFingerprint().orElse(null),
      tags(record.tags()).orElse(null),
      record.content().map(UsageRows::content).orElse(null)
    };
  }

  /** What is rare among providers, and in no sum. */
  private static Optional<String> moreUsage(Usage usage) {
    JsonObjectBuilder more = Json.object();
    boolean any = put(more, "long_cache_write", usage.longCacheWriteTokens());
    any |= put(more, "audio_input", usage.audioInputTokens());
    any |= put(more, "audio_output", usage.audioOutputTokens());
    any |= put(more, "searches", usage.searches());
    any |= put(more, "characters", usage.characters());
    any |= put(more, "estimated", usage.estimated() ? 1 : 0);
    if (!usage.audio().isZero()) {
      more.put("audio", usage.audio().toString());
      any = true;
    }
    if (usage.reportedUsd().isPresent()) {
      more.put("reported_usd", usage.reportedUsd().get().toString());
      any = true;
    }
    return any ? Optional.of(more.build().toString()) : Optional.empty();
  }

  private static boolean put(JsonObjectBuilder more, String name, long count) {
    if (count != 0) {
      more.put(name, count);
    }
    return count != 0;
  }

  private static Optional<String> tags(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    JsonObjectBuilder json = Json.object();
    tags.forEach(json::put);
    return Optional.of(json.build().toString());
  }

  private static String content(Content content) {
    return JsonColumn.text(
        switch (content) {
          case Content.Plain plain -> Json.object().put("plain", plain.exchange()).build();
          case Content.Sealed sealed -> Json.object().put("sealed", sealed.sealed()).build();
        });
  }

  /** Reads what {@link #SELECT} selects. */
  static UsageRecord read(ResultSet row) throws SQLException {
    UsageRecordBuilder record =
        UsageRecord.newBuilder(
                row.getString("id"),
                row.getString("call_id"),
                Micros.instant(row.getLong("at")),
                new ModelRef(row.getString("provider"), row.getString("model")))
            .attempt(row.getInt("attempt"))
            .caller(row.getString("tenant"), text(row, "user_id"))
            .usage(usage(row))
            .latency(Duration.of(row.getLong("latency"), ChronoUnit.MICROS))
            .tags(tags(text(row, "tags")))
            .content(text(row, "content").map(UsageRows::content));
    Optional<String> route = text(row, "route");
    if (route.isPresent()) {
      record.route(route.get(), row.getString("endpoint"));
    }
    Optional<String> answered = text(row, "answered_provider");
    if (answered.isPresent()) {
      record.answered(new ModelRef(answered.get(), row.getString("answered_model")));
    }
    Optional<String> error = text(row, "error");
    if (error.isPresent()) {
      record.failed(error.get());
    } else {
      record.outcome(Outcome.valueOf(row.getString("outcome")));
    }
    long firstToken = row.getLong("first_token");
    if (!row.wasNull()) {
      record.firstToken(Duration.of(firstToken, ChronoUnit.MICROS));
    }
    text(row, "key_fingerprint").ifPresent(record::keyFingerprint);
    return record.cost(cost(row)).estimated(row.getInt("estimated") == 1).build();
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Cost cost(ResultSet row) throws SQLException {
    Optional<String> unknown = text(row, "unknown_cost");
    return unknown.isPresent()
        ? new Cost.Unknown(unknown.get())
        : new Cost.Known(new BookedCost(row.getLong("nanos"), row.getLong("rest")).usd());
  }

  private static Usage usage(ResultSet row) throws SQLException {
    Usage.Builder usage =
        Usage.newBuilder()
            .inputTokens(row.getLong("input"))
            .cachedInputTokens(row.getLong("cached"))
            .cacheWriteTokens(row.getLong("cache_write"))
            .outputTokens(row.getLong("output"))
            .reasoningTokens(row.getLong("reasoning"))
            .known(row.getInt("usage_known") == 1);
    Json.Obj more = text(row, "more_usage").map(Json::parseObject).orElse(Json.Obj.EMPTY);
    return usage
        .longCacheWriteTokens(count(more, "long_cache_write"))
        .audioInputTokens(count(more, "audio_input"))
        .audioOutputTokens(count(more, "audio_output"))
        .searches(count(more, "searches"))
        .characters(count(more, "characters"))
        .estimated(count(more, "estimated") == 1)
        .audio(more.text("audio").map(Duration::parse).orElse(Duration.ZERO))
        .reportedUsd(more.text("reported_usd").map(BigDecimal::new))
        .build();
  }

  private static long count(Json.Obj more, String name) {
    return more.get(name)
        .map(value -> value instanceof Json.Num number ? number.value().longValueExact() : 0L)
        .orElse(0L);
  }

  private static Map<String, String> tags(Optional<String> text) {
    Map<String, String> tags = new TreeMap<>();
    text.map(Json::parseObject)
        .ifPresent(
            json -> json.members().keySet().forEach(n -> tags.put(n, json.text(n).orElse(""))));
    return tags;
  }

  private static Content content(String text) {
    Json.Obj json = JsonColumn.object(text);
    Optional<Json> plain = json.get("plain");
    return plain.isPresent()
        ? new Content.Plain((Json.Obj) plain.get())
        : new Content.Sealed((Json.Obj) json.get("sealed").orElseThrow());
  }
}

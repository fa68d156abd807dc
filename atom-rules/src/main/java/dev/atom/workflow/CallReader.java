package dev.atom.workflow;

import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads call steps. */
final class CallReader {
  private CallReader() {}

  static Step read(Form form, String id) {
    form.onlyKnows(
        List.of("id", "call", "with", "retry", "timeout", "key", "onError", "compensate"));
    Optional<Duration> timeout = form.duration("timeout");
    if (timeout.filter(Duration::isZero).isPresent()) {
      form.problems().add(form.at("timeout"), "must be more than zero");
    }
    Optional<Json> key = form.object().get("key");
    if (key.isPresent()
        && key.filter(k -> k instanceof Json.Str || k instanceof Json.Obj).isEmpty()) {
      form.problems().add(form.at("key"), "must be a text, a reference or an expression");
    }
    Optional<Compensation> undo =
        form.has("compensate")
            ? Form.of(form.value("compensate"), form.at("compensate"), form.problems())
                .map(CallReader::compensation)
            : Optional.empty();
    RetryPolicy retry = retry(form, RetryPolicy.never());
    return new Step.Call(
        id,
        form.text("call"),
        form.object("with"),
        new CallOptions(retry, timeout, key, onError(form), undo));
  }

  private static Compensation compensation(Form form) {
    form.onlyKnows(List.of("call", "do", "with", "retry"));
    if (form.has("call") && form.has("do")) {
      form.problems().add(form.path(), "\"call\" and \"do\" mean the same; give one");
    }
    String operation = form.text(form.has("do") ? "do" : "call");
    RetryPolicy retry = retry(form, RetryPolicy.standard());
    return new Compensation(operation, form.object("with"), retry);
  }

  static OnError onError(Form form) {
    Optional<Json> value = form.object().get("onError");
    for (OnError policy : OnError.values()) {
      if (value.equals(Optional.of(Json.of(policy.jsonName())))) {
        return policy;
      }
    }
    if (value.isPresent()) {
      form.problems().add(form.at("onError"), "must be \"stop\", \"continue\" or \"compensate\"");
    }
    return OnError.STOP;
  }

  private static RetryPolicy retry(Form form, RetryPolicy otherwise) {
    if (!form.has("retry")) {
      return otherwise;
    }
    Form retry = new Form(form.object("retry"), form.at("retry"), form.problems());
    retry.onlyKnows(List.of("attempts", "first", "factor", "longest", "jitter"));
    RetryPolicy standard = RetryPolicy.standard();
    int attempts = retry.number("attempts", 1, 1_000, Optional.of(3));
    Duration first = retry.duration("first").orElse(standard.first());
    Duration longest =
        retry
            .duration("longest")
            .orElse(first.compareTo(standard.longest()) > 0 ? first : standard.longest());
    double factor = decimal(retry, "factor", standard.factor());
    double jitter = decimal(retry, "jitter", standard.jitter());
    try {
      return new RetryPolicy(attempts, first, factor, longest, jitter);
    } catch (IllegalArgumentException e) {
      form.problems().add(form.at("retry"), String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  private static double decimal(Form form, String member, double otherwise) {
    Optional<Json> value = form.object().get(member);
    if (value.isPresent() && value.get() instanceof Json.Num n) {
      return n.value().doubleValue();
    }
    if (value.isPresent()) {
      form.problems().add(form.at(member), "must be a number");
    }
    return otherwise;
  }
}

package dev.atom.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Turns a refused setting into the short report with which Boot ends, in place of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE) // before Boot's own for binding, which shows any value
final class SettingUnusableAnalyzer extends AbstractFailureAnalyzer<SettingUnusable> {
  SettingUnusableAnalyzer() {}

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, SettingUnusable cause) {
    return new FailureAnalysis(cause.fact(), cause.remedy(), cause);
  }
}

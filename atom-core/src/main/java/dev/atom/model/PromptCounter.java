package dev.atom.model;

import dev.atom.CallContext;

/**
 * Counts the tokens that a whole request takes before it is sent: messages, tools, pictures and the
 * provider's own wrapping. Thread-safe; blocks where the provider is asked.
 */
@FunctionalInterface
public interface PromptCounter {
  /**
   * Counts the input tokens of a request.
   *
   * @param request what would be asked
   * @param context for whom, and how long it may take
   * @return the count
   * @throws ModelException if the provider is asked and doesn't answer
   */
  Count count(ChatRequest request, CallContext context);

  /**
   * Input tokens.
   *
   * @param tokens 0 or more
   * @param estimated whether the provider did not count itself; see {@link TokenCounter#estimate()}
   *     for how far off that is
   */
  record Count(long tokens, boolean estimated) {}

  /**
   * Returns an estimate for models whose provider counts nothing: the messages, and names,
   * descriptions and schemas of tools and format.
   *
   * @param counter counts texts
   * @return a counter that calls nobody
   */
  static PromptCounter estimating(TokenCounter counter) {
    return (request, context) -> {
      long tokens = 0;
      for (ChatMessage message : request.messages()) {
        tokens += counter.count(message);
      }
      for (Tool tool : request.tools()) {
        tokens += counter.count(tool.name());
        tokens += counter.count(tool.description());
        tokens += counter.count(tool.parameters().document().toString());
      }
      if (request.format() instanceof ResponseFormat.Schema schema) {
        tokens += counter.count(schema.schema().document().toString());
      }
      return new Count(tokens, true);
    };
  }
}

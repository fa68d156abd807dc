package dev.atom.operation;

import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Lets a model call operations until it answers, within bounds.
 *
 * {@snippet :
 * ToolLoop loop = ToolLoop.newBuilder(model, ids).operation(weather).maxRounds(5).build();
 * ToolRun run = loop.run(request, context);
 * }
 *
 * <p>Calls of one reply run in its order; {@link Effect#READ} calls that follow each other run at
 * the same time, each on a virtual thread of its own, every other alone, after what stands before it
 * is done. Results go back in the order of the calls, with the reply as it came, reasoning and
 * providers' state included. An unknown tool, arguments that do not fit, a refusal of the {@link
 * ToolPolicy} and a failing handler are told to the model, never a stack trace nor the message of an
 * exception that is not Atom's.
 *
 * <p>A forced tool is forced in the first reply only. When the context is cancelled or its deadline
 * passes, running handlers are interrupted and their context is cancelled; a handler that heeds
 * neither is left behind.
 *
 * <p>Immutable and thread-safe, as far as model, handlers and policy are.
 */
public final class ToolLoop {
  private final ChatModel model;
  private final IdSource ids;
  private final Map<String, Operation> operations;
  private final ToolPolicy policy;
  private final Bounds bounds;

  private ToolLoop(Builder builder) {
    model = builder.model;
    ids = builder.ids;
    operations = Collections.unmodifiableMap(new LinkedHashMap<>(builder.operations));
    policy = builder.policy;
    bounds = new Bounds(builder.maxRounds, builder.maxCalls, builder.maxTokens, builder.maxSame);
  }

  /** How far a loop may go. */
  record Bounds(int rounds, int calls, long tokens, int same) {}

  /**
   * Returns a builder of a loop.
   *
   * @param model answers
   * @param ids makes the idempotency key of each call that runs
   * @return a new builder
   */
  public static Builder newBuilder(ChatModel model, IdSource ids) {
    return new Builder(model, ids);
  }

  /**
   * Runs until the model answers or a bound is reached. Blocks.
   *
   * @param request what to answer; if it offers tools, only those operations are on offer, else all
   * @param context for whom, and how long the whole loop may take
   * @return how it ended
   * @throws IllegalArgumentException if the request offers a tool that is no operation of this loop
   * @throws dev.atom.model.ModelException if a call of the model fails, or the context is cancelled
   */
  public ToolRun run(ChatRequest request, CallContext context) {
    ToolRounds rounds = rounds(request, context.child());
    while (!rounds.ended()) {
      try {
        rounds.accept(model.chat(rounds.next(), context));
      } catch (CallTimedOut e) {
        rounds.timedOut(e);
      }
      if (!rounds.ended()) {
        rounds.runCalls();
      }
    }
    return rounds.result();
  }

  /**
   * Runs like {@link #run}, with the events of each reply as they come. Returns at once; the model is
   * called when events are asked for.
   *
   * @param request what to answer
   * @param context for whom, and how long the whole loop may take
   * @return the open stream, to be closed by the caller
   * @throws IllegalArgumentException if the request offers a tool that is no operation of this loop
   */
  public ToolLoopStream stream(ChatRequest request, CallContext context) {
    CallContext own = context.child();
    return new ToolLoopStream(model, rounds(request, own), own);
  }

  private ToolRounds rounds(ChatRequest request, CallContext context) {
    Map<String, Operation> offered = new LinkedHashMap<>();
    ChatRequest.Builder asked = request.toBuilder();
    if (request.tools().isEmpty()) {
      operations.values().forEach(operation -> asked.tool(operation.tool()));
      offered.putAll(operations);
    }
    request
        .tools()
        .forEach(
            tool -> {
              Operation operation = operations.get(tool.name());
              if (operation == null) {
                throw new IllegalArgumentException(
                    "the request offers \"" + tool.name() + "\", which no operation does");
              }
              offered.put(tool.name(), operation);
            });
    CallChecks checks = new CallChecks(offered, policy, bounds.same(), request.toolChoice());
    return new ToolRounds(
        asked.build(), bounds, checks, new HandlerRunner(model.ref(), ids, context), context);
  }

  /**
   * Builds a {@link ToolLoop}. Defaults: no operations, every call allowed, 10 replies, 50 calls, no
   * bound of tokens, the same call twice. Not thread-safe.
   */
  public static final class Builder {
    private final ChatModel model;
    private final IdSource ids;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private ToolPolicy policy = ToolPolicy.ALLOW_ALL;
    private int maxRounds = 10;
    private int maxCalls = 50;
    private long maxTokens = Long.MAX_VALUE;
    private int maxSame = 2;

    private Builder(ChatModel model, IdSource ids) {
      this.model = Objects.requireNonNull(model, "model");
      this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * Adds an operation.
     *
     * @param operation its name is not taken yet
     * @return this builder
     */
    public Builder operation(Operation operation) {
      if (operations.putIfAbsent(operation.name(), operation) != null) {
        throw new IllegalArgumentException(
            "operation \"" + operation.name() + "\" is given twice; names must differ");
      }
      return this;
    }

    /**
     * Sets who decides about each call before it runs.
     *
     * @param policy the policy
     * @return this builder
     */
    public Builder policy(ToolPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Bounds the replies.
     *
     * @param replies 1 or more
     * @return this builder
     */
    public Builder maxRounds(int replies) {
      maxRounds = (int) atLeastOne("maxRounds", replies);
      return this;
    }

    /**
     * Bounds the calls of tools; a reply that would go beyond has none of its calls run.
     *
     * @param calls 1 or more
     * @return this builder
     */
    public Builder maxCalls(int calls) {
      maxCalls = (int) atLeastOne("maxCalls", calls);
      return this;
    }

    /**
     * Bounds the tokens of all replies, input and output together: once they are spent, no more calls
     * run. A single reply may go beyond.
     *
     * @param tokens 1 or more
     * @return this builder
     */
    public Builder maxTokens(long tokens) {
      maxTokens = atLeastOne("maxTokens", tokens);
      return this;
    }

    /**
     * Bounds how often the same call with the same arguments runs.
     *
     * @param times 1 or more
     * @return this builder
     */
    public Builder maxSameCalls(int times) {
      maxSame = (int) atLeastOne("maxSameCalls", times);
      return this;
    }

    private static long atLeastOne(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is " + value + "; it must be 1 or more");
      }
      return value;
    }

    /**
     * Returns the loop.
     *
     * @return a new loop
     */
    public ToolLoop build() {
      return new ToolLoop(this);
    }
  }
}

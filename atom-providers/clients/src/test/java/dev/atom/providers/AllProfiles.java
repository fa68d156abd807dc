package dev.atom.providers;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every profile that Atom has, by the name that the documentation gives it. */
final class AllProfiles {
  private AllProfiles() {}

  static Map<String, Profile> named() {
    Map<String, Profile> rows = new LinkedHashMap<>();
    rows.put("OpenAI, Responses", Profiles.openAi());
    rows.put("OpenAI, Chat Completions", Profiles.openAiChatCompletions());
    rows.put("Azure OpenAI, v1", Profiles.azure("resource"));
    rows.put("Azure OpenAI, v1, Chat Completions", Profiles.azureChatCompletions("resource"));
    rows.put("Azure OpenAI, deployments", Profiles.azureDeployments("resource", "2024-10-21"));
    rows.put("Anthropic", Profiles.anthropic());
    rows.put("Gemini", Profiles.gemini());
    rows.put("DeepSeek", Profiles.deepSeek());
    rows.put("DeepSeek, Responses", Profiles.deepSeekResponses());
    rows.put("Groq", Profiles.groq());
    rows.put("Perplexity, Responses", Profiles.perplexity());
    rows.put("Perplexity, Chat Completions", Profiles.perplexityChatCompletions());
    rows.put("Ollama", Profiles.ollama());
    rows.put("Ollama's cloud", Profiles.ollamaCloud());
    rows.put("Ollama, compatible", Profiles.ollamaCompatible());
    rows.put("Deepgram", Profiles.deepgram());
    rows.put("Mistral", Profiles.mistral());
    rows.put("xAI", Profiles.xai());
    rows.put("OpenRouter", Profiles.openRouter());
    rows.put("Together", Profiles.together());
    rows.put("Fireworks", Profiles.fireworks());
    rows.put("vLLM", Profiles.vllm("http://localhost:8000/v1"));
    rows.put("LM Studio", Profiles.lmStudio());
    rows.put("llama.cpp", Profiles.llamaCpp());
    return rows;
  }

  /** The methods that make profiles; one of them is for a server of one's own. */
  static List<String> factories() {
    return Arrays.stream(Profiles.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .toList();
  }
}

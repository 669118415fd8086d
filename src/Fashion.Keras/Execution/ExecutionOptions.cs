using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Execution;

/// <summary>What a model asks of its engine.</summary>
/// <param name="Threads">Worker threads; 0 for all physical cores.</param>
/// <param name="Fusion">Whether fusion rules may rewrite the graph; off for comparing with the plain graph.</param>
/// <param name="Profile">Whether to measure the time of every step.</param>
/// <param name="MostIdleBytes">Buffers of executions that have ended may be kept for the next one up to this size.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ExecutionOptions(int Threads = 0, bool Fusion = true, bool Profile = false, long MostIdleBytes = 64L << 20);

using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// The library's own engine: pure managed code on the processor's vector units. It rewrites the graph by fusion rules, lowers
/// every node to steps, places all buffers in one arena and runs the steps on worker threads.
/// </summary>
internal sealed class ManagedEngine : IEngine
{
    private readonly WorkerPool _workers = new();
    private readonly ArenaPool _arenas = new();

    /// <inheritdoc/>
    public string Description => $"managed, {VectorBits}-bit vectors, {PhysicalCores.Count} thread(s)";

    private static int VectorBits => 32 * Simd.Count;

    /// <inheritdoc/>
    public void Prepare() => KernelPreparation.StartCommon();

    /// <inheritdoc/>
    public IExecutable Compile(OpGraph graph, ExecutionOptions options)
    {
        if (options.Threads < 0) throw new ArgumentOutOfRangeException(nameof(options), options.Threads,
            "The number of threads must not be negative; 0 stands for all physical cores.");
        return new Executable(Compiler.Compile(graph, options), options.MostIdleBytes, _workers, _arenas);
    }
}

using Fashion.Keras.Graph;

namespace Fashion.Keras.Execution;

/// <summary>
/// The seam between models and numbers: turns a graph into something that runs. Chosen per model; the library's own managed
/// engine is the default, another package can bring another one.
/// </summary>
internal interface IEngine
{
    /// <summary>The engine in one line: name, vector width, threads.</summary>
    string Description { get; }

    /// <summary>Says that a model will be trained before long: what takes time and needs no graph may begin in the background.</summary>
    void Prepare() { }

    /// <summary>Compiles a graph. The result may be used from several threads at once.</summary>
    IExecutable Compile(OpGraph graph, ExecutionOptions options);
}

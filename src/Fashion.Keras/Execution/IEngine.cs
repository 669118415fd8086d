using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Execution;

/// <summary>
/// The seam between models and numbers: turns a graph into something that runs. Chosen per model (<see cref="ModelOptions.Engine"/>); the
/// library's own managed engine is the default, another package can bring another one.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public interface IEngine
{
    /// <summary>The engine in one line: name, vector width, threads.</summary>
    string Description { get; }

    /// <summary>Says that a model will be trained before long: what takes time and needs no graph may begin in the background.</summary>
    void Prepare() { }

    /// <summary>Compiles a graph. The result may be used from several threads at once.</summary>
    /// <param name="graph">The graph of one step for one batch size.</param>
    /// <param name="options">What the model asks for.</param>
    /// <exception cref="NotSupportedException">The engine lacks an operation; <see cref="Node.NotSupported"/> makes it.</exception>
    IExecutable Compile(OpGraph graph, ExecutionOptions options);
}

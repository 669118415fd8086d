using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

/// <summary>
/// A function of tensors that is written down once for each shape of its arguments and compiled by the engine, as
/// <c>tf.function</c> and JAX's <c>jit</c> do: with models, layers, losses, <see cref="Ops"/> and their gradients.
/// </summary>
/// <remarks>
/// What can be in it is what can be in a <see cref="TrainStep"/>: C# decides by shapes, not by values, and runs while the function
/// is written down. Weights are read when it is called. Models inside work as in Predict, unless <c>training</c> is asked for. Any number
/// of threads may call one function; calls that change weights wait for each other.
/// </remarks>
/// <example><code>
/// // Which pixels decide? The gradient of the highest score with respect to the image.
/// Function saliency = Function.Gradient(image => Ops.Max(model.Apply(image), axis: -1));
/// Tensor&lt;float&gt; map = saliency.Call(image);
/// </code></example>
public sealed class Function
{
    private readonly FunctionRunner _runner;

    private readonly Func<IReadOnlyList<SymbolicTensor>, IReadOnlyList<SymbolicTensor>>? _inPlace;

    // A function without a context can also be written where another one is being written down.
    private Function(string name, int arguments, bool training, Func<IReadOnlyList<SymbolicTensor>, IReadOnlyList<SymbolicTensor>> function)
        : this(name, context => function(context.Inputs), training, null)
    {
        Arguments = arguments;
        _inPlace = function;
    }

    private Function(string name, Func<TrainStepContext, IReadOnlyList<SymbolicTensor>> function, bool training, int? seed)
    {
        Name = name;
        var steps =
            new CustomSteps($"Function '{name}'",
                context =>
                    new StepValues([], function(context)
                        ?? throw new InvalidOperationException($"Function '{name}' gave null instead of its results.")),
                seed ?? SeedSource.Next());
        _runner = new FunctionRunner(name, steps, training, Adopt, DefaultEngine.Create);
    }

    /// <summary>Its name, for messages.</summary>
    public string Name { get; }

    private int? Arguments { get; }

    /// <summary>A function of one tensor.</summary>
    /// <param name="function">Writes it down.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="training">Whether models and layers inside work as in training.</param>
    public static Function Define(Func<SymbolicTensor, SymbolicTensor> function, string name = "function", bool training = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Function(name, 1, training, x => [function(x[0])]);
    }

    /// <summary>A function of two tensors.</summary>
    /// <param name="function">Writes it down.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="training">Whether models and layers inside work as in training.</param>
    public static Function Define(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function, string name = "function",
        bool training = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Function(name, 2, training, x => [function(x[0], x[1])]);
    }

    /// <summary>
    /// A function of any number of tensors, with any number of results; with the context it draws random numbers and changes weights.
    /// </summary>
    /// <param name="function">Writes it down; its arguments are <see cref="TrainStepContext.Inputs"/>.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="training">Whether models and layers inside work as in training; without it
    /// <see cref="TrainStepContext.Minimize(SymbolicTensor, Layer, Optimizers.Optimizer)"/> does nothing.</param>
    /// <param name="seed">Seed of the random numbers that the context draws; null for one from <see cref="Utils.SetRandomSeed"/> or,
    /// without that, a random one.</param>
    public static Function Define(Func<TrainStepContext, IReadOnlyList<SymbolicTensor>> function, string name = "function",
        bool training = false, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Function(name, function, training, seed);
    }

    /// <summary>The gradient of a function with respect to its argument; of several results that of their sum.</summary>
    /// <param name="function">Writes the function down.</param>
    public static Function Gradient(Func<SymbolicTensor, SymbolicTensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Function("gradient", 1, training: false, x => [Ops.Gradient(function(x[0]), x[0])]);
    }

    /// <summary>The gradients of a function of two tensors with respect to both.</summary>
    /// <param name="function">Writes the function down.</param>
    public static Function Gradient(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Function("gradient", 2, training: false, x => Ops.Gradients(function(x[0], x[1]), x));
    }

    /// <summary>The result of a function that has one.</summary>
    /// <param name="arguments">Its arguments: arrays, tensors or numbers.</param>
    /// <exception cref="ArgumentException">Another number of arguments, or it has several results.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit together.</exception>
    public SymbolicTensor Call(params ReadOnlySpan<SymbolicTensor> arguments)
    {
        IReadOnlyList<SymbolicTensor> results = CallAll(arguments);
        return results.Count == 1 ? results[0]
            : throw new ArgumentException($"Function '{Name}' has {results.Count} results; {nameof(CallAll)} gives all of them.",
                nameof(arguments));
    }

    /// <summary>
    /// All results of a function. Inside another function, and between layers, one without a context is written in place.
    /// </summary>
    /// <param name="arguments">Its arguments: arrays, tensors or numbers.</param>
    /// <exception cref="ArgumentException">Another number of arguments.</exception>
    /// <exception cref="InvalidOperationException">It gave null, or calls itself without end.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit together.</exception>
    public IReadOnlyList<SymbolicTensor> CallAll(params ReadOnlySpan<SymbolicTensor> arguments)
    {
        if (Arguments is { } count && arguments.Length != count)
            throw new ArgumentException($"Function '{Name}' takes {count} arguments, but {arguments.Length} were given.",
                nameof(arguments));
        foreach (SymbolicTensor argument in arguments) ArgumentNullException.ThrowIfNull(argument, nameof(arguments));
        SymbolicTensor[] given = arguments.ToArray();
        if (GraphBuilder.Current is not null || !Array.TrueForAll(given, argument => argument.HasValue))
        {
            // Calls inside itself may end by the shapes; those that do not would end the process.
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
                throw new InvalidOperationException($"Function '{Name}' calls itself without end. It is written down by its shapes, so " +
                    "only they can end its calls of itself.");
            return _inPlace?.Invoke(given) ?? throw new ArgumentException($"Function '{Name}' uses its context, so it is called on " +
                "values only, not inside another function or between layers.", nameof(arguments));
        }
        return _runner.Run(Array.ConvertAll(given, argument => ArraySource.From(argument.Known!.Values, argument.Shape)));
    }

    // Weights lie as the models' own forward passes want them.
    private static void Adopt(IReadOnlyList<Layer> applied, int rows)
    {
        foreach (Model model in applied.OfType<Model>()) model.AdoptWeights(rows);
    }
}

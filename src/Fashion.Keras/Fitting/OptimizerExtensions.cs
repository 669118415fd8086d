using System.Runtime.CompilerServices;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras;

/// <summary>Steps of an optimizer with gradients that are known.</summary>
public static class OptimizerExtensions
{
    private static readonly ConditionalWeakTable<Optimizer, Steps> s_steps = [];

    /// <summary>Takes one step, as <c>optimizer.apply(grads, vars)</c> in Keras: with decay, limits, averages and constraints.</summary>
    /// <param name="optimizer">The optimizer; it keeps its state from call to call, and works for the variables of the first one
    /// only.</param>
    /// <param name="gradients">Known numbers, one tensor for each variable.</param>
    /// <param name="variables">What changes.</param>
    /// <exception cref="ArgumentException">Another number of gradients than variables, none of either, or one of them is null.</exception>
    /// <exception cref="ShapeMismatchException">A gradient does not have the shape of its variable.</exception>
    /// <exception cref="InvalidOperationException">The optimizer works for other variables, or numbers are not known.</exception>
    /// <example><code>
    /// var weight = new Variable(new float[] { 1, 2 });
    /// new Sgd(0.1).ApplyGradients([new float[] { 1, 1 }], [weight]);
    /// </code></example>
    public static void ApplyGradients(this Optimizer optimizer, IReadOnlyList<SymbolicTensor> gradients, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(variables);
        if (variables.Count == 0 && gradients.Count == 0)
            throw new ArgumentException($"Optimizer '{optimizer.Name}' got no variables.", nameof(variables));
        TrainStepContext.CheckGradients(gradients, variables, optimizer);
        Steps steps = s_steps.GetValue(optimizer, owner => new Steps(owner, variables));
        if (!steps.Variables.SequenceEqual(variables))
            throw new InvalidOperationException(
                $"Optimizer '{optimizer.Name}' works for the variables of its first call ({Names(steps.Variables)}), not for " +
                $"{Names(variables)}; make another one for these.");
        steps.Take(gradients);
    }

    private static string Names(IReadOnlyList<Variable> variables) =>
        string.Join(", ", variables.Take(3).Select(v => $"'{v.Path}'")) + (variables.Count > 3 ? $" and {variables.Count - 3} more" : "");

    // The gradients are variables of one compiled step, so that every call runs the same one.
    private sealed class Steps
    {
        private static readonly float[,] s_nothing = new float[1, 1];
        private readonly Lock _lock = new();
        private readonly Variable[] _gradients;
        private readonly TrainStep _step;

        public Steps(Optimizer optimizer, IReadOnlyList<Variable> variables)
        {
            Variables = [.. variables];
            Variable[] gradients =
                _gradients = [.. variables.Select(v => new Variable(Ops.Zeros(v.Shape), $"gradient_of_{v.Name}", trainable: false))];
            IReadOnlyList<Variable> weights = Variables;
            _step = TrainStep.Define(t =>
            {
                t.ApplyGradients([.. gradients.Select(g => (SymbolicTensor)g)], weights, optimizer);
                return [];
            }, name: optimizer.Name);
        }

        public IReadOnlyList<Variable> Variables { get; }

        public void Take(IReadOnlyList<SymbolicTensor> gradients)
        {
            lock (_lock)
            {
                for (int i = 0; i < _gradients.Length; i++) _gradients[i].Assign(gradients[i]);
                _step.TrainOnBatch(s_nothing);
            }
        }
    }
}

using System.Reflection;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests;

/// <summary>NaN means nothing as an argument: every constructor refuses it by name. Proven over all of them, not over a list.</summary>
public sealed class ArgumentsThatAreNoNumbersTests
{
    // What was measured or logged may be NaN; options are checked by the optimizer that is given them.
    private static readonly HashSet<Type> Results =
        [typeof(EvaluationResult), typeof(ProfileEntry), typeof(RandomRange), typeof(ClassScores), typeof(OptimizerOptions)];

    private static readonly (Type Type, Func<double, object?> Make)[] Kinds =
    [
        (typeof(double), v => v),
        (typeof(double?), v => v),
        (typeof(IReadOnlyList<double>), v => (double[])[0.5, v]),
        (typeof(LearningRate), v => (LearningRate)v),
        (typeof(LearningRate?), v => (LearningRate)v),
        (typeof(RandomRange), v => new RandomRange(v, 1)),
        (typeof((double, double)?), v => ((double, double)?)(0, v)),
    ];

    public static IEnumerable<TheoryDataRow<string>> Arguments =>
        from entry in Find() select new TheoryDataRow<string>(PublicArguments.Name(entry.Constructor, entry.Parameter));

    [Theory, MemberData(nameof(Arguments))]
    public void Construct_NaN_IsRefusedByName(string name)
    {
        (ConstructorInfo constructor, ParameterInfo parameter, Func<double, object?> make) =
            Find().First(e => PublicArguments.Name(e.Constructor, e.Parameter) == name);
        var error = Assert.ThrowsAny<ArgumentException>(() => PublicArguments.Construct(constructor, parameter, make(double.NaN)));
        Assert.Contains(parameter.Name!, error.Message, StringComparison.Ordinal);
        Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
        Assert.Contains(constructor.DeclaringType!.Name, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(error.Message.Length, 20, 400);
    }

    private static IEnumerable<(ConstructorInfo Constructor, ParameterInfo Parameter, Func<double, object?> Make)> Find() =>
        from constructor in PublicArguments.Constructors
        where !Results.Contains(constructor.DeclaringType!)
        from parameter in constructor.GetParameters()
        from kind in Kinds
        where kind.Type == parameter.ParameterType
        select (constructor, parameter, kind.Make);
}

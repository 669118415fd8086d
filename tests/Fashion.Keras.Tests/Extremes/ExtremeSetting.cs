using System.Reflection;
using System.Runtime.ExceptionServices;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Tests.Extremes;

/// <summary>
/// A metric, loss, optimizer, schedule, initializer, regularizer, constraint or callback with one extreme number, in a small training.
/// </summary>
internal sealed class ExtremeSetting
{
    private static readonly Type[] Kinds =
        [typeof(Metric), typeof(Loss), typeof(Optimizer), typeof(LearningRateSchedule), typeof(Initializer), typeof(Regularizer),
            typeof(Constraint), typeof(Callback)];

    private readonly (ParameterInfo Parameter, object Value) _case;

    private readonly string _folder;

    public ExtremeSetting(int number, string folder) => (_case, _folder) = (Cases[number], folder);

    /// <summary>All settings that have numbers.</summary>
    public static Type[] Classes { get; } =
    [
        .. typeof(Layer).Assembly.GetExportedTypes()
            .Where(t => t is { IsAbstract: false, IsGenericType: false } && Array.Exists(Kinds, k => t.IsSubclassOf(k))
                && Constructor(t)?.GetParameters().Any(p => Numbers(p).Any()) == true)
            .OrderBy(t => t.FullName, StringComparer.Ordinal),
    ];

    private static List<(ParameterInfo Parameter, object Value)> Cases { get; } =
        [.. from type in Classes from parameter in Constructor(type)!.GetParameters() from value in Numbers(parameter)
            select (parameter, value)];

    public static int Count => Cases.Count;

    public Type Class => _case.Parameter.Member.DeclaringType!;

    public override string ToString() => $"{Class.Name}({_case.Parameter.Name}: {_case.Value})";

    /// <summary>Makes it and trains with it.</summary>
    /// <returns>True.</returns>
    /// <exception cref="Exception">What the library throws.</exception>
    public bool Run()
    {
        object setting;
        try
        {
            setting = Constructor(Class)!.Invoke(
                [.. Constructor(Class)!.GetParameters().Select(p => p == _case.Parameter ? _case.Value : Usual(p))]);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
        var model = new Sequential
        {
            new Input(4),
            new Dense(3, "softmax", kernelInitializer: setting as Initializer, kernelRegularizer: setting as Regularizer,
                kernelConstraint: setting as Constraint),
        };
        model.Options = new ModelOptions { Output = TextWriter.Null, Threads = 1 };
        var x = new float[5, 4];
        var y = new float[5, 3];
        for (int i = 0; i < 5; i++) x[i, i % 4] = y[i, i % 3] = 1;
        Optimizer optimizer = setting as Optimizer ?? (setting is LearningRateSchedule schedule ? new Sgd(schedule) : new Sgd(0.01));
        Metric[] metrics = setting is Metric metric ? [metric] : [];
        model.Compile(optimizer, setting as Loss ?? new MeanSquaredError(), metrics);
        model.Fit(x, y, epochs: 2, batchSize: 2, validationSplit: 0.2, verbose: Verbosity.Silent,
            callbacks: setting is Callback callback ? (CallbackList)callback : null);
        model.Evaluate(x, y, verbose: Verbosity.Silent);
        return true;
    }

    private static ConstructorInfo? Constructor(Type type) =>
        type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();

    private static IEnumerable<object> Numbers(ParameterInfo parameter) =>
        (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) switch
        {
            var type when type == typeof(int) => ExtremeNumbers.Whole.Cast<object>(),
            var type when type == typeof(double) => ExtremeNumbers.Real.Cast<object>(),
            var type when type == typeof(float) => ExtremeNumbers.Real.Select(r => (object)(float)r),
            _ => [],
        };

    private object? Usual(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue) return parameter.DefaultValue is DBNull ? null : parameter.DefaultValue;
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(int)) return 3;
        if (type == typeof(double)) return 0.5;
        if (type == typeof(float)) return 0.5f;
        if (type == typeof(string)) return Path.Combine(_folder, "written.keras");
        if (type.IsAssignableFrom(typeof(int[]))) return (int[])[0, 1];
        if (type.IsAssignableFrom(typeof(double[]))) return (double[])[0.5, 0.6];
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }
}

using System.Reflection;
using Fashion.Keras.Kernels;
using Twin = Fashion.Keras.Reference.Unary;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Every function of one number, found by its type, so none is left out.</summary>
public sealed unsafe class UnaryFunctionsTests : VectorKernelContract
{
    private static readonly Dictionary<string, Func<double, double>> Twins = new()
    {
        [nameof(UnaryFunctions.Negate)] = x => -x,
        [nameof(UnaryFunctions.Abs)] = Math.Abs,
        [nameof(UnaryFunctions.Sign)] = Twin.Sign,
        [nameof(UnaryFunctions.Exp)] = Math.Exp,
        [nameof(UnaryFunctions.Log)] = Math.Log,
        [nameof(UnaryFunctions.Log1P)] = Twin.Log1P,
        [nameof(UnaryFunctions.Sqrt)] = Math.Sqrt,
        [nameof(UnaryFunctions.Rsqrt)] = x => 1 / Math.Sqrt(x),
        [nameof(UnaryFunctions.Square)] = x => x * x,
        [nameof(UnaryFunctions.Reciprocal)] = x => 1 / x,
        [nameof(UnaryFunctions.Sin)] = Math.Sin,
        [nameof(UnaryFunctions.Cos)] = Math.Cos,
        [nameof(UnaryFunctions.Tanh)] = Math.Tanh,
        [nameof(UnaryFunctions.Sigmoid)] = Twin.Sigmoid,
        [nameof(UnaryFunctions.Softplus)] = Twin.Softplus,
        [nameof(UnaryFunctions.Erf)] = Twin.Erf,
        [nameof(UnaryFunctions.Relu)] = Twin.Relu,
        [nameof(UnaryFunctions.Floor)] = Math.Floor,
        [nameof(UnaryFunctions.Round)] = Math.Round,
        [nameof(UnaryFunctions.Heaviside)] = Twin.Heaviside,
        [nameof(UnaryFunctions.Ceil)] = Math.Ceiling,
        [nameof(UnaryFunctions.Truncate)] = Math.Truncate,
        [nameof(UnaryFunctions.Log2)] = Math.Log2,
    };

    private delegate void Loop(float* x, float* y, int count);

    internal override Type Kernel => typeof(UnaryFunctions);

    private protected override void Run(KernelCall call)
    {
        MethodInfo loop = typeof(ElementwiseLoops).GetMethod(nameof(ElementwiseLoops.Unary))!,
            wide = typeof(ElementwiseLoops).GetMethods().Single(m => m.Name == nameof(ElementwiseLoops.Wide)
                && m.GetGenericArguments().Length == 1);
        foreach (Type function in typeof(UnaryFunctions).GetNestedTypes())
        {
            MethodInfo chosen = function.IsAssignableTo(typeof(IVectorFunction)) ? wide : loop;
            var run = chosen.MakeGenericMethod(function).CreateDelegate<Loop>();
            Func<double, double> twin = Twins[function.Name];
            foreach (int count in Lengths)
                foreach (double range in new[] { 1.0, 30.0 })
                {
                    double[] x = Array.ConvertAll(KernelCall.SpecialNumbers(count, count), v => (double)(float)(v * range)),
                        want = Array.ConvertAll(x, v => (double)(float)twin(v));
                    call.Begin($"{function.Name} of {count} numbers up to {range}");
                    run(call.In(x), call.Out(want, 2e-7, 1e-6), count);
                    call.End();
                }
        }
    }
}

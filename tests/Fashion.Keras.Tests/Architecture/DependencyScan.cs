using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Tests.Architecture;

/// <summary>
/// Which folder of the library uses which: read from the compiled types (base types, interfaces, signatures and every type
/// or member that a method body names). The folder of a type is its namespace; for the root namespace, which is what users
/// see and spans folders, it is where its source file lies.
/// </summary>
internal sealed partial class DependencyScan
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Assembly Library = typeof(Shape).Assembly;
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields().Select(f => f.GetValue(null)).OfType<OpCode>().ToDictionary(c => c.Value);

    private readonly ILookup<string, string> _declarations = Declarations();

    /// <summary>A type that names another: (user, its folders, used, its folders). Partial types may have several folders.</summary>
    public sealed record Use(string User, string[] UserFolders, string Used, string[] UsedFolders);

    /// <summary>Every use between different folders.</summary>
    public IReadOnlyList<Use> Uses() =>
    [
        .. from type in Library.GetTypes()
           let user = Outermost(type)
           from used in Named(type).Select(Element).Where(t => t.Assembly == Library && !t.IsGenericParameter).Select(Outermost).Distinct()
           where used != user
           let use = new Use(user.FullName!, Folders(user), used.FullName!, Folders(used))
           where !use.UserFolders.Intersect(use.UsedFolders).Any() && use.UserFolders.Length > 0 && use.UsedFolders.Length > 0
           group use by (use.User, use.Used) into same
           select same.First(),
    ];

    /// <summary>Full names of the library's types that name a type from outside.</summary>
    public static string[] UsersOf(Type outside) =>
        [.. Library.GetTypes().Where(t => Named(t).Select(Element).Contains(outside)).Select(t => Outermost(t).FullName!).Distinct()];

    private string[] Folders(Type type)
    {
        if (type.Namespace is null || !type.Namespace.StartsWith("Fashion.Keras", StringComparison.Ordinal)) return [];
        string[] parts = type.Namespace.Split('.');
        return parts.Length > 2 ? [parts[2]] : [.. _declarations[Plain(type)].Distinct()];
    }

    private static IEnumerable<Type> Named(Type type)
    {
        if (type.BaseType is not null) yield return type.BaseType;
        foreach (Type contract in type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? [])) yield return contract;
        foreach (FieldInfo field in type.GetFields(All)) yield return field.FieldType;
        foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            if (method is MethodInfo { ReturnType: var result }) yield return result;
            foreach (ParameterInfo parameter in method.GetParameters()) yield return parameter.ParameterType;
            foreach (Type named in NamedInBody(method)) yield return named;
        }
    }

    private static IEnumerable<Type> NamedInBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) yield break;
        foreach (LocalVariableInfo local in body.LocalVariables) yield return local.LocalType;
        byte[] code = body.GetILAsByteArray()!;
        Type[]? typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            OpCode op = OpCodesByValue[code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += op.Size;
            if (op.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
                yield return member as Type ?? member.DeclaringType!;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                    foreach (Type argument in generic.GetGenericArguments()) yield return argument;
            }
            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    private static Type Element(Type type) => type.HasElementType ? Element(type.GetElementType()!) : type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string Plain(Type type) => type.Name.Split('`')[0];

    /// <summary>Type names and the folders in which they are declared.</summary>
    private static ILookup<string, string> Declarations()
    {
        string root = SourceRoot();
        return (from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                let folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0]
                where folder is not ("bin" or "obj")
                from Match match in Declaration().Matches(File.ReadAllText(file))
                select (Name: match.Groups[1].Value, Folder: folder)).ToLookup(d => d.Name, d => d.Folder);
    }

    private static string SourceRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Fashion.Keras"));

    [GeneratedRegex(@"^[ \t]*(?:public|internal|abstract|sealed|static|partial|readonly|unsafe|file|ref|[ \t])*\b(?:class|struct|interface|enum|record(?:[ \t]+struct)?|delegate[ \t]+[\w<>?\[\], ]+?)[ \t]+(\w+)\b", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

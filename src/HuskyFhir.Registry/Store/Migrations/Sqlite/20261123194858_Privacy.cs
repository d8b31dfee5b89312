using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Privacy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_attributions",
                table: "attributions");

            migrationBuilder.AddColumn<string>(
                name: "basis",
                table: "attributions",
                type: "TEXT",
                nullable: false,
                defaultValue: "pcp",
                collation: "BINARY");

            migrationBuilder.AddColumn<long>(
                name: "until",
                table: "attributions",
                type: "INTEGER",
                nullable: false,
                defaultValue: long.MaxValue);

            migrationBuilder.AddPrimaryKey(
                name: "pk_attributions",
                table: "attributions",
                columns: new[] { "organization", "member", "basis" });

            migrationBuilder.CreateTable(
                name: "consent",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    date_high = table.Column<long>(type: "INTEGER", nullable: true),
                    date_low = table.Column<long>(type: "INTEGER", nullable: true),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    period_high = table.Column<long>(type: "INTEGER", nullable: true),
                    period_low = table.Column<long>(type: "INTEGER", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "consent_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "consent_terms",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<byte[]>(type: "BLOB", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    labels = table.Column<long>(type: "INTEGER", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: false),
                    permits = table.Column<long>(type: "INTEGER", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_terms", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "consent_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_attributions_organization_until_member",
                table: "attributions",
                columns: new[] { "organization", "until", "member" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_date_low_date_high_id",
                table: "consent",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_member_id",
                table: "consent",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_period_low_period_high_id",
                table: "consent",
                columns: new[] { "period_low", "period_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_updated_id",
                table: "consent",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_string_part_folded_owner",
                table: "consent_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_terms_member",
                table: "consent_terms",
                column: "member");

            migrationBuilder.CreateIndex(
                name: "ix_consent_token_part_code_owner_system",
                table: "consent_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consent");

            migrationBuilder.DropTable(
                name: "consent_string");

            migrationBuilder.DropTable(
                name: "consent_terms");

            migrationBuilder.DropTable(
                name: "consent_token");

            migrationBuilder.DropPrimaryKey(
                name: "pk_attributions",
                table: "attributions");

            migrationBuilder.DropIndex(
                name: "ix_attributions_organization_until_member",
                table: "attributions");

            migrationBuilder.DropColumn(
                name: "basis",
                table: "attributions");

            migrationBuilder.DropColumn(
                name: "until",
                table: "attributions");

            migrationBuilder.AddPrimaryKey(
                name: "pk_attributions",
                table: "attributions",
                columns: new[] { "organization", "member" });
        }
    }
}

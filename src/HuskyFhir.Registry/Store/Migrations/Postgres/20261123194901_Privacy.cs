using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
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
                type: "text",
                nullable: false,
                defaultValue: "pcp",
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "until",
                table: "attributions",
                type: "bigint",
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date_high = table.Column<long>(type: "bigint", nullable: true),
                    date_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    period_high = table.Column<long>(type: "bigint", nullable: true),
                    period_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "consent_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "consent_terms",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    labels = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    permits = table.Column<long>(type: "bigint", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_terms", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "consent_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
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
